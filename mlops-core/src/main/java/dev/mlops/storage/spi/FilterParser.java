package dev.mlops.storage.spi;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.FilterTokens.Kind;
import dev.mlops.storage.spi.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads conditions by recursive descent; NOT travels down to the tests as it reads. */
final class FilterParser {
    /** Parentheses and NOTs within each other; deeper ones would only serve to exhaust a stack. */
    private static final int MAX_DEPTH = 200;

    private static final Map<String, Operator> SIGNS = Map.of(
            "=", Operator.EQ,
            "==", Operator.EQ,
            "!=", Operator.NE,
            "<>", Operator.NE,
            "<", Operator.LT,
            "<=", Operator.LE,
            ">", Operator.GT,
            ">=", Operator.GE);

    private final FilterTokens tokens;
    private final FieldParser fields;
    private final Subject subject;
    private int depth;

    private FilterParser(String what, String text, Subject subject) {
        tokens = new FilterTokens(what, text);
        fields = new FieldParser(tokens, subject);
        this.subject = subject;
    }

    static Filter parse(String text, Subject subject) {
        FilterParser parser = new FilterParser("filter", text, subject);
        if (parser.tokens.peek().kind() == Kind.END) {
            return Filter.ALL;
        }
        Filter filter = parser.or(false);
        parser.end("expected and, or, or the end");
        return filter;
    }

    static Order order(String text, Subject subject) {
        FilterParser parser = new FilterParser("order", text, subject);
        Token at = parser.tokens.peek();
        SearchField field = parser.fields.field();
        if (field.isMultiple()) {
            throw parser.tokens.error(at, "which may have several values, expected a field to sort by");
        }
        boolean descending = parser.tokens.skip("DESC");
        if (!descending) {
            parser.tokens.skip("ASC");
        }
        parser.end("expected asc, desc or the end");
        return new Order(field, descending);
    }

    private void end(String expected) {
        Token token = tokens.peek();
        if (token.kind() != Kind.END) {
            throw tokens.error(token, expected);
        }
    }

    private Filter or(boolean negated) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(and(negated));
        } while (tokens.skip("OR"));
        return join(parts, negated);
    }

    private Filter and(boolean negated) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(not(negated));
        } while (tokens.skip("AND"));
        return join(parts, !negated);
    }

    private static Filter join(List<Filter> parts, boolean all) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return all ? new Filter.And(parts) : new Filter.Or(parts);
    }

    private Filter not(boolean negated) {
        Token token = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw tokens.error(token, "which is nested deeper than " + MAX_DEPTH);
        }
        try {
            if (tokens.skip("NOT")) {
                return not(!negated);
            } else if (tokens.skip("(")) {
                Filter inside = or(negated);
                tokens.expect(")");
                return inside;
            }
            return test(negated);
        } finally {
            depth--;
        }
    }

    private Filter test(boolean negated) {
        Token start = tokens.peek();
        SearchField field = fields.field();
        Token at = tokens.peek();
        Operator operator = operator();
        check(field, operator, start, at);
        List<Literal> literals = literals(field, operator);
        return new Filter.Test(field, negated ? operator.negated() : operator, literals);
    }

    private Operator operator() {
        Token token = tokens.take();
        Operator sign = SIGNS.get(token.text());
        if (token.kind() == Kind.SIGN && sign != null) {
            return sign;
        } else if (token.is("IS")) {
            boolean not = tokens.skip("NOT");
            tokens.expect("NULL");
            return not ? Operator.IS_NOT_NULL : Operator.IS_NULL;
        }
        if (token.is("NOT")) {
            return word(tokens.take(), "expected IN, LIKE or ILIKE behind NOT").negated();
        }
        return word(token, "expected = != < <= > >= LIKE ILIKE IN, NOT before one of the last three, or IS [NOT] NULL");
    }

    private Operator word(Token token, String expected) {
        for (Operator operator : List.of(Operator.IN, Operator.LIKE, Operator.ILIKE)) {
            if (token.is(operator.name())) {
                return operator;
            }
        }
        throw tokens.error(token, expected);
    }

    private void check(SearchField field, Operator operator, Token start, Token at) {
        boolean pattern =
                switch (operator) {
                    case LIKE, NOT_LIKE, ILIKE, NOT_ILIKE -> true;
                    default -> false;
                };
        boolean number = field.type() == SearchField.Type.NUMBER || field.type() == SearchField.Type.TIME;
        if (pattern && number) {
            throw tokens.error(at, "which compares texts, and " + field + " is a number");
        }
        boolean range =
                switch (operator) {
                    case LT, LE, GT, GE -> true;
                    default -> false;
                };
        if (range && field.isMultiple()) {
            throw tokens.error(start, "which may have several values and knows no order, expected =, !=, IN or LIKE");
        }
    }

    private List<Literal> literals(SearchField field, Operator operator) {
        return switch (operator) {
            case IS_NULL, IS_NOT_NULL -> List.of();
            case IN, NOT_IN -> several(field, operator);
            default -> List.of(literal(field, operator));
        };
    }

    private List<Literal> several(SearchField field, Operator operator) {
        List<Literal> literals = new ArrayList<>();
        tokens.expect("(");
        do {
            Token at = tokens.peek();
            Literal literal = literal(field, operator);
            if (!literals.isEmpty() && literal.getClass() != literals.get(0).getClass()) {
                throw tokens.error(at, "expected only texts or only numbers in one list");
            }
            literals.add(literal);
        } while (tokens.skip(","));
        tokens.expect(")");
        return literals;
    }

    private Literal literal(SearchField field, Operator operator) {
        Token token = tokens.take();
        return new LiteralReader(tokens, token, field, Attributes.values(subject, field)).read(operator);
    }

    /** The error for something that isn't what a field takes. */
    static InvalidException unexpected(FilterTokens tokens, Token token, SearchField field, String expected) {
        return tokens.error(token, "expected " + expected + " for " + field);
    }
}
