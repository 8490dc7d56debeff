package dev.mlops.registry.internal;

import java.util.List;

/**
 * What a model card shows, as a page or as Markdown: text only, which whoever renders it escapes.
 *
 * @param title the model's name and version
 * @param aliases what points to the version
 * @param summary one line
 * @param sections in their order
 */
public record CardPage(String title, List<String> aliases, String summary, List<Section> sections) {

    /**
     * A part with a heading.
     *
     * @param id unique in the page, of letters and hyphens
     */
    public record Section(String id, String title, List<Block> blocks) {}

    /** What a section is made of. */
    public sealed interface Block permits Facts, Table, Note, Items {}

    /** Names with their values. */
    public record Facts(List<Fact> list) implements Block {}

    /** A name and a value. */
    public record Fact(String name, String value) {}

    /**
     * A table.
     *
     * @param title what it holds
     * @param rows a cell for each column; the first names the row
     */
    public record Table(String title, List<Column> columns, List<List<String>> rows) implements Block {}

    /**
     * A column.
     *
     * @param number whether it holds figures
     */
    public record Column(String name, boolean number) {}

    /**
     * Text, maybe of several lines.
     *
     * @param title what it is about; empty for none
     * @param soft whether it only says that there is nothing to say
     */
    public record Note(String title, String text, boolean soft) implements Block {}

    /** Sentences. */
    public record Items(List<String> list) implements Block {}
}
