package dev.mlops.registry;

import static dev.mlops.registry.CardText.fact;
import static dev.mlops.registry.CardText.note;
import static dev.mlops.registry.CardText.nothing;
import static dev.mlops.registry.CardText.section;
import static dev.mlops.registry.CardText.table;

import dev.mlops.data.Field;
import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import dev.mlops.model.Provenance;
import dev.mlops.model.Signature;
import dev.mlops.registry.internal.CardPage;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.DatasetInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the card of a version says of the model itself; {@link CardLineage} has what happened to it. */
final class CardContent {
    private static final int MOST_RULES = 50;
    private static final int MOST_LABELS = 50;

    private final ModelVersion version;
    private final RegisteredModel registered;
    private final @Nullable CardFigures figures;
    private final Model model;
    private final List<AuditEntry> history;

    CardContent(ModelVersion version, @Nullable CardFigures figures) {
        this.version = version;
        this.figures = figures;
        this.registered = version.registeredModel();
        this.model = version.load();
        this.history = registered.history().entries(version.number());
    }

    CardPage page() {
        CardLineage lineage = new CardLineage(version, history);
        List<CardPage.Section> sections =
                new ArrayList<>(List.of(details(), intendedUse(), inputs(), data(), metrics()));
        if (figures != null && !figures.slices().isEmpty()) {
            sections.add(section("Metrics by slice", figures.bySlice()));
        }
        sections.addAll(List.of(limits(), lineage.gates(), lineage.lineage(), lineage.history()));
        return new CardPage(
                CardText.clean(version.model()) + ", version " + version.number(),
                version.aliases().stream().map(CardText::clean).toList(),
                "Registered " + CardText.moment(version.created()) + " by " + CardText.clean(registeredBy()),
                sections);
    }

    private String registeredBy() {
        return history.stream()
                .filter(entry -> entry.action().equals(Actions.READY))
                .map(AuditEntry::actor)
                .findFirst()
                .orElse("somebody unknown");
    }

    private CardPage.Section details() {
        Provenance made = model.provenance();
        List<Artifact> files = version.artifacts().stream()
                .filter(file -> file.name().path().startsWith(VersionFiles.MODEL))
                .toList();
        CardPage.Facts facts = CardText.facts(
                fact("Model", version.model()),
                fact("Version", Integer.toString(version.number())),
                fact("Aliases", String.join(", ", version.aliases())),
                fact("Status", version.status().name()),
                fact("Registered", CardText.moment(version.created()) + " by " + registeredBy()),
                fact("Trained", CardText.moment(made.created())),
                fact("Kind", model.signature().output().kind().name().toLowerCase(Locale.ROOT)),
                fact("Trainer", made.trainer()),
                fact("Columns", CardText.count(model.vectorizer().columns().size())),
                fact("Files", files(files)),
                fact("Content hash", version.modelHash()),
                fact("Libraries", joined(version.libraries())),
                fact("Contact", said(CardText.clean(text(ModelCard.CONTACT)), "nobody was named")));
        return section(
                "Model details",
                facts,
                table("Options of the trainer", "Option", "Value", made.configuration()),
                table("What the trainer says of the fit", "Name", "Value", made.fit()));
    }

    private static String files(List<Artifact> files) {
        long bytes = files.stream().mapToLong(file -> file.content().size()).sum();
        return files.stream()
                        .map(file -> file.name().path().substring(VersionFiles.MODEL.length()))
                        .collect(Collectors.joining(", ", "", "; "))
                + CardText.count(bytes) + " bytes";
    }

    private static String joined(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String said(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }

    /** What a tag of the version says, or else one of the model; empty for nothing. */
    private String text(String tag) {
        return said(version.tags().getOrDefault(tag, ""), registered.tags().getOrDefault(tag, ""));
    }

    private CardPage.Section intendedUse() {
        return section(
                "Intended use",
                note("The model", registered.description(), "Nobody has described the model."),
                note("This version", version.description(), "Nobody has described this version."),
                note(
                        "Intended use",
                        text(ModelCard.INTENDED_USE),
                        "Nobody has said what the model is for: it may be unfit for whatever you have in mind."));
    }

    private CardPage.Section inputs() {
        Signature signature = model.signature();
        Optional<Map<String, Object>> example = version.example();
        List<String> columns = new ArrayList<>(List.of("Input", "Type", "May be missing"));
        if (example.isPresent()) {
            columns.add("Example");
        }
        CardPage.Table inputs =
                table("Inputs", columns, signature.inputs().fields().stream().map(field -> input(field, example)));
        List<CardPage.Fact> facts = new ArrayList<>();
        facts.add(fact("Answer", signature.output().name() + ": " + answer(signature.output())));
        facts.add(fact("Answer to the example", example.map(this::answer).orElse("no example was registered")));
        return section("Inputs and output", inputs, new CardPage.Facts(facts));
    }

    private static List<String> input(Field field, Optional<Map<String, Object>> example) {
        List<String> cells = new ArrayList<>(
                List.of(field.name(), field.type().name().toLowerCase(Locale.ROOT), field.nullable() ? "yes" : "no"));
        example.ifPresent(values -> cells.add(shown(values, field.name())));
        return cells;
    }

    private static String shown(Map<String, Object> values, String name) {
        return values.containsKey(name)
                ? values.get(name) == null ? "missing" : Texts.shown(String.valueOf(values.get(name)), 80)
                : "left out";
    }

    private static String answer(Signature.Output output) {
        if (output.kind() == Signature.Kind.REGRESSION) {
            return "a number";
        }
        List<String> labels = output.labels();
        String more = labels.size() > MOST_LABELS ? " and " + (labels.size() - MOST_LABELS) + " more" : "";
        return "one of " + labels.stream().limit(MOST_LABELS).collect(Collectors.joining(", ")) + more;
    }

    private String answer(Map<String, Object> example) {
        if (model.signature().output().kind() == Signature.Kind.REGRESSION) {
            return CardText.number(model.predict(example));
        }
        Classification answer = model.classify(example);
        return answer.label() + ", with the score " + CardText.number(answer.score(answer.label()));
    }

    private CardPage.Section data() {
        Provenance.Data trained = model.provenance().data();
        return section(
                "Training and evaluation data",
                table(
                        "Data",
                        List.of("Name", "Used for", "#Rows", "Source", "Digest"),
                        version.datasets().stream().map(CardContent::dataset)),
                CardText.facts(fact(
                        "Trained on",
                        CardText.count(trained.rows()) + " rows of " + said(trained.name(), "data without a name")
                                + ", " + trained.digest())));
    }

    private static List<String> dataset(DatasetInput data) {
        return List.of(
                data.name(),
                said(data.context(), CardText.NONE),
                data.rows() < 0 ? "unknown" : CardText.count(data.rows()),
                said(Texts.shown(data.source(), 200), CardText.NONE),
                data.digest());
    }

    private CardPage.Section metrics() {
        List<CardPage.Block> blocks = new ArrayList<>();
        Map<String, Double> recorded = version.metrics();
        blocks.add(
                recorded.isEmpty()
                        ? nothing("No metrics were recorded with this version.")
                        : table(
                                "Recorded when it was registered",
                                List.of("Metric", "#Value"),
                                recorded.entrySet().stream()
                                        .map(each -> List.of(each.getKey(), CardText.number(each.getValue())))));
        blocks.addAll(
                figures == null
                        ? List.of(nothing(
                                "This card was made without an evaluation: there are no intervals and no slices."))
                        : figures.metrics());
        return section("Metrics", blocks);
    }

    private CardPage.Section limits() {
        Map<String, String> rules = model.vectorizer().rules();
        List<String> facts = new ArrayList<>();
        facts.add("It was trained on "
                + CardText.count(model.provenance().data().rows()) + " rows; of rows unlike these nothing is known.");
        if (model.signature().output().kind() == Signature.Kind.CLASSIFICATION) {
            facts.add("It answers one of " + model.signature().output().labels().size()
                    + " labels and no other, also where none fits.");
        }
        facts.add("Entries that aren't inputs are ignored.");
        String shown = rules.size() > MOST_RULES ? ", the first " + MOST_RULES + " of " + rules.size() : "";
        return section(
                "Limits and caveats",
                note(
                        "Known limits",
                        text(ModelCard.LIMITS),
                        "Nobody has said where the model is weak, which doesn't mean that it isn't."),
                note("Ethical considerations", text(ModelCard.ETHICS), "Nobody has said whom the model may harm."),
                new CardPage.Items(facts),
                table(
                        "What becomes of values that it doesn't know" + shown,
                        List.of("Feature", "Rule"),
                        ruleLines(rules)));
    }

    private static Stream<List<String>> ruleLines(Map<String, String> rules) {
        return rules.entrySet().stream().limit(MOST_RULES).map(rule -> List.of(rule.getKey(), rule.getValue()));
    }
}
