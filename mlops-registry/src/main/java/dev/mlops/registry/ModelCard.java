package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.registry.internal.CardPage;
import dev.mlops.registry.internal.pages.JtecardGenerated;
import dev.mlops.storage.internal.HtmlFile;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a model is, what it was made from, how good it is and what it must not be used for, for people who decide
 * about it: a model card after Mitchell et al., Model Cards for Model Reporting, 2019. All of it is read from what the
 * registry keeps; what only people know are tags of the version, or of its model for all versions:
 *
 * <pre>
 * registry.model("trip-duration").tag(ModelCard.INTENDED_USE, "Shows passengers how long a ride will take.");
 * ModelCard.of(version).evaluation(evaluation, "PULocationID").toHtml(Path.of("card.html"));
 * </pre>
 *
 * <p>A card is read from the store when it is written. Immutable and thread-safe.
 */
public final class ModelCard {
    /** The tag that says what the model is for, and what it isn't for. */
    public static final String INTENDED_USE = "mlops.card.intended_use";
    /** The tag that says where the model is known to be weak, and what to beware of. */
    public static final String LIMITS = "mlops.card.limits";
    /** The tag that says whom the model may harm and what was done about it. */
    public static final String ETHICS = "mlops.card.ethics";
    /** The tag that says whom to ask. */
    public static final String CONTACT = "mlops.card.contact";

    private final ModelVersion version;
    private final @Nullable CardFigures figures;

    private ModelCard(ModelVersion version, @Nullable CardFigures figures) {
        this.version = version;
        this.figures = figures;
    }

    /**
     * The card of a version.
     *
     * @throws ConflictException if it isn't READY
     */
    public static ModelCard of(ModelVersion version) {
        version.requireReady();
        return new ModelCard(version, null);
    }

    /**
     * The same card with an evaluation of the model: its metrics with intervals, and by the values of columns, the worst
     * first, where the model may serve some worse than others.
     *
     * @throws InvalidException if a column isn't there, or has too many different values
     * @throws IllegalStateException if there are columns, but the evaluation has no rows: it is of arrays or from storage
     */
    public ModelCard evaluation(Evaluation evaluation, String... sliceColumns) {
        return new ModelCard(version, CardFigures.of(evaluation, sliceColumns));
    }

    /** The card as Markdown, as GitHub reads it; what people and data named is escaped. */
    public String toMarkdown() {
        return CardMarkdown.of(page());
    }

    /**
     * Writes the Markdown in one step, over an older file; makes the folders above it.
     *
     * @throws StorageUnavailableException if the file can't be written
     */
    public void toMarkdown(Path file) {
        HtmlFile.write(file, toMarkdown());
    }

    /** The card as one HTML page, which needs no other file and no network. */
    @SuppressWarnings("NullAway") // jte passes null where there is no interceptor, and its generated code expects it
    public String toHtml() {
        StringOutput html = new StringOutput();
        JtecardGenerated.render(new OwaspHtmlTemplateOutput(html), null, page());
        return html.toString();
    }

    /**
     * Writes the HTML page in one step, over an older file; makes the folders above it.
     *
     * @throws StorageUnavailableException if the file can't be written
     */
    public void toHtml(Path file) {
        HtmlFile.write(file, toHtml());
    }

    private CardPage page() {
        return new CardContent(version, figures).page();
    }

    /** Of which version it is. */
    @Override
    public String toString() {
        return "card of " + version;
    }
}
