package dev.mlops.evaluation;

import dev.mlops.evaluation.internal.FeasibilityPage;
import dev.mlops.internal.pages.JtefeasibilityGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer as one HTML page that needs no other file and no network. */
final class FeasibilityHtml {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Feasibility answer;

    private FeasibilityHtml(Feasibility answer) {
        this.answer = answer;
    }

    @SuppressWarnings("NullAway") // jte passes null where there is no interceptor, and its generated code expects it
    static String of(Feasibility answer) {
        StringOutput html = new StringOutput();
        JtefeasibilityGenerated.render(new OwaspHtmlTemplateOutput(html), null, new FeasibilityHtml(answer).page());
        return html.toString();
    }

    private FeasibilityPage page() {
        return new FeasibilityPage(
                FeasibilityText.QUESTION,
                FeasibilityText.word(answer.verdict()),
                tone(answer.verdict()),
                answer.reasons().get(0),
                facts(),
                answer.reasons().subList(1, answer.reasons().size()),
                GainChart.of(answer),
                answer.metric().key(),
                answer.contenders().stream().map(this::line).toList(),
                answer.groups().map(this::groups).orElse(null),
                FeasibilityText.method(answer) + " Assessed " + DATE.format(answer.assessed()) + " UTC.");
    }

    private static String tone(Feasibility.Verdict verdict) {
        return switch (verdict) {
            case YES -> "good";
            case NO -> "bad";
            case NOT_PROVEN -> "warn";
        };
    }

    private List<FeasibilityPage.Fact> facts() {
        Interval gain = answer.gain().relative();
        return List.of(
                fact(
                        "Gain",
                        Text.signed(gain.estimate()),
                        range(gain) + "; "
                                + Text.number(answer.gain().absolute().estimate()) + " in "
                                + answer.metric().key()),
                fact("Best candidate", answer.best().name(), value(answer.best())),
                fact("Best baseline", answer.baseline().name(), value(answer.baseline())),
                fact("Worth it from", Text.percent(answer.worthIt()), "relative gain"),
                fact(
                        "Held-out rows",
                        Text.count(answer.rows()),
                        answer.data() == null ? "the same for all" : answer.data()));
    }

    private String value(Contender contender) {
        return answer.metric().key() + " " + Text.number(contender.value().estimate());
    }

    private static FeasibilityPage.Fact fact(String name, String value, String note) {
        return new FeasibilityPage.Fact(name, value, note);
    }

    private static String range(Interval interval) {
        return Text.signed(interval.low()) + " to " + Text.signed(interval.high());
    }

    private FeasibilityPage.Line line(Contender contender) {
        Gain gain = contender.gain();
        Interval value = contender.value();
        return new FeasibilityPage.Line(
                contender.name(),
                contender.baseline(),
                contender.equals(answer.best()) || contender.equals(answer.baseline()),
                Text.number(value.estimate()),
                Text.number(value.low()) + " to " + Text.number(value.high()),
                gain == null ? "" : Text.number(gain.absolute().estimate()),
                gain == null ? "" : Text.signed(gain.relative().estimate()),
                gain == null ? "" : range(gain.relative()));
    }

    private FeasibilityPage.Groups groups(GroupSupport groups) {
        List<FeasibilityPage.Fact> facts = new ArrayList<>();
        facts.add(fact("Groups", Text.count(groups.groups()), "with " + groups.counted() + " rows"));
        facts.add(fact(
                "Rows in the median group", Text.middle(groups.median()), "fewest " + Text.count(groups.fewest())));
        facts.add(fact("Groups under " + GroupSupport.SMALL + " rows", Text.percent(groups.small()), "of all groups"));
        facts.add(
                groups.counted().equals("training")
                        ? fact("Held-out rows unseen", Text.percent(groups.unseenRows()), "their group has no row")
                        : fact("Held-out rows", Text.percent(groups.smallRows()), "are in these groups"));
        return new FeasibilityPage.Groups(
                String.join(", ", groups.columns()),
                groups.counted(),
                facts,
                groups.levels().stream().map(FeasibilityHtml::level).toList());
    }

    private static FeasibilityPage.Level level(GroupSupport.Level level) {
        return new FeasibilityPage.Level(
                level.range(),
                Text.count(level.rows()),
                Text.percent(level.share()),
                Math.round(1000 * level.share()) / 10.0,
                Text.number(level.baseline()),
                Text.number(level.candidate()),
                Text.signed(level.gain()),
                level.gain() < 0 ? "bad" : "good");
    }
}
