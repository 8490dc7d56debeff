package dev.mlops.tracking.internal;

import java.util.List;

/**
 * What the page of a comparison shows.
 *
 * @param title what is compared
 * @param summary how many runs, and when they began
 * @param columns the table's columns after name, status, start and duration
 * @param rows a run each
 * @param same what all runs have in common
 * @param files what the page carries
 */
public record ComparePage(
        String title, String summary, List<Column> columns, List<Row> rows, List<Fact> same, Files files) {

    /**
     * A column.
     *
     * @param label what stands above it
     * @param name its whole name
     * @param kind metric, param, tag, dataset or attribute; {@code whole} where the label says it already
     * @param numeric whether it holds numbers
     * @param differs whether runs differ in it
     */
    public record Column(String label, String name, String kind, boolean numeric, boolean differs) {}

    /**
     * A run.
     *
     * @param status how far it came, and {@code tone} how that looks
     */
    public record Row(
            String name, String id, String status, String tone, String start, String took, List<Cell> cells) {}

    /**
     * A value, empty where there is none.
     *
     * @param text as it is read
     * @param exact as it is, where that is more
     * @param odd whether more runs have one and the same other value
     */
    public record Cell(String text, String exact, boolean odd) {}

    /** A name and a value. */
    public record Fact(String name, String value) {}

    /**
     * What a page without network must hold itself.
     *
     * @param policy what a browser may do on this page
     * @param data JSON
     */
    public record Files(String policy, String styles, String data, String library, String script) {}
}
