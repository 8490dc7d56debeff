package dev.mlops.storage.spi;

import dev.mlops.storage.spi.FilterTokens.Kind;
import dev.mlops.storage.spi.FilterTokens.Token;
import dev.mlops.storage.spi.SearchField.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads fields: {@code metrics.rmse}, {@code tags."reviewed by"}, {@code start_time}. */
final class FieldParser {
    private static final Set<String> DATASET = Set.of("name", "digest", "context");

    private final FilterTokens tokens;
    private final Subject subject;

    FieldParser(FilterTokens tokens, Subject subject) {
        this.tokens = tokens;
        this.subject = subject;
    }

    SearchField field() {
        Token word = tokens.take();
        if (word.kind() != Kind.WORD) {
            throw tokens.error(word, "expected a field such as " + examples());
        }
        String text = word.text();
        int dot = text.indexOf('.');
        if (dot < 0) {
            return attribute(word, text);
        }
        String scope = text.substring(0, dot).toLowerCase(Locale.ROOT);
        String key = key(word, text.substring(dot + 1));
        return switch (scope) {
            case "attributes", "attribute", "attr", "run" -> attribute(word, key);
            case "metrics", "metric" -> measured(word, new SearchField(Scope.METRIC, key, SearchField.Type.NUMBER));
            case "params", "param", "parameters", "parameter" ->
                measured(word, new SearchField(Scope.PARAM, key, SearchField.Type.TEXT_OR_NUMBER));
            case "tags", "tag" -> new SearchField(Scope.TAG, key, SearchField.Type.TEXT_OR_NUMBER);
            case "datasets", "dataset" -> dataset(word, key);
            default -> throw tokens.error(word, "expected a field such as " + examples());
        };
    }

    /** What stands behind the first dot; in quotes only if they follow the dot at once. */
    private String key(Token word, String plain) {
        Token next = tokens.peek();
        String key = plain;
        Token at = word;
        if (plain.isEmpty() && next.kind() == Kind.QUOTED && next.column() == word.end() + 1) {
            at = tokens.take();
            key = at.text();
        } else if (plain.isEmpty()) {
            throw tokens.error(
                    next, "expected a key right behind " + word.text() + ", in double quotes if it isn't a plain word");
        }
        return Rules.key(tokens.place(at) + ": key", key);
    }

    private SearchField attribute(Token word, String name) {
        SearchField field = subject.attributes().get(Attributes.canonical(subject, name.toLowerCase(Locale.ROOT)));
        if (field == null) {
            throw tokens.error(word, "expected a field such as " + examples());
        }
        return field;
    }

    private SearchField measured(Token word, SearchField field) {
        if (subject == Subject.EXPERIMENTS) {
            throw tokens.error(word, "which experiments don't have, expected a field such as " + examples());
        }
        return field;
    }

    private SearchField dataset(Token word, String key) {
        if (subject != Subject.RUNS || !DATASET.contains(key)) {
            throw tokens.error(word, "expected a field such as " + examples());
        }
        return new SearchField(Scope.DATASET, key, SearchField.Type.TEXT);
    }

    private String examples() {
        List<String> scopes =
                switch (subject) {
                    case EXPERIMENTS -> List.of("tags.KEY");
                    case RUNS ->
                        List.of(
                                "metrics.KEY",
                                "params.KEY",
                                "tags.KEY",
                                "datasets.name",
                                "datasets.digest",
                                "datasets.context");
                    case VERSIONS -> List.of("metrics.KEY", "params.KEY", "tags.KEY");
                };
        return String.join(", ", scopes) + ", "
                + String.join(", ", subject.attributes().keySet());
    }
}
