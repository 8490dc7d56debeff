package dev.mlops.registry;

import dev.mlops.data.Field;
import dev.mlops.model.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What keeps a model from standing in for another one unseen by those who call it. */
final class SignatureDifferences {
    static final String CHECK = "signature compatible with the holder's";

    private final Signature candidate;
    private final Signature holder;
    private final List<String> differences = new ArrayList<>();

    private SignatureDifferences(Signature candidate, Signature holder) {
        this.candidate = candidate;
        this.holder = holder;
        output();
        candidate.inputs().fields().forEach(this::input);
    }

    static Verdict verdict(Candidate candidate) {
        return candidate
                .holderModel()
                .map(holder -> new SignatureDifferences(candidate.model().signature(), holder.signature()).verdict())
                .orElseGet(() -> candidate.unopposed(CHECK));
    }

    private Verdict verdict() {
        Map<String, Double> figures = Map.of("differences", (double) differences.size());
        return differences.isEmpty()
                ? Verdict.passed(CHECK, "it is " + candidate + ", the holder's is " + holder, figures)
                : Verdict.refused(CHECK, String.join("; ", differences), figures);
    }

    private void output() {
        Signature.Output mine = candidate.output();
        Signature.Output theirs = holder.output();
        compare("the output is a", mine.kind(), theirs.kind());
        compare("the output is named", "'" + mine.name() + "'", "'" + theirs.name() + "'");
        if (mine.kind() == theirs.kind()) {
            compare("the labels are", mine.labels(), theirs.labels());
        }
    }

    private void compare(String what, Object mine, Object theirs) {
        if (!mine.equals(theirs)) {
            differences.add(what + " " + mine + ", the holder's " + theirs);
        }
    }

    private void input(Field mine) {
        String name = "input '" + mine.name() + "'";
        holder.inputs()
                .find(mine.name())
                .ifPresentOrElse(theirs -> input(name, mine, theirs), () -> differences.add(name + " is new"));
    }

    private void input(String name, Field mine, Field theirs) {
        compare(name + " is", mine.type(), theirs.type());
        if (theirs.nullable() && !mine.nullable()) {
            differences.add(name + " must not be missing, the holder's may");
        }
    }
}
