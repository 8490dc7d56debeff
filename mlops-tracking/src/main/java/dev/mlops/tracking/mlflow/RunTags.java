package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Commit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tags of a run, some of which mean more to this library than a tag. */
final class RunTags {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String PARENT = "mlflow.parentRunId";
    private static final String COMMIT = "mlflow.source.git.commit";
    private static final String BRANCH = "mlflow.source.git.branch";
    private static final String DIRTY = "mlflow.source.git.dirty";

    private final Map<String, String> all;
    private final String item;
    private final Report report;

    /** Those that aren't tags here. */
    private final Set<String> mapped = new HashSet<>(Set.of("mlflow.runName", "mlflow.user", "mlflow.source.name"));

    private RunTags(Map<String, String> all, String item, Report report) {
        this.all = all;
        this.item = item;
        this.report = report;
    }

    static RunTags read(Path folder, String item, Report report) throws IOException {
        return new RunTags(Texts.all(folder, "tag", item, report), item, report);
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(all.get(key));
    }

    /** The run that it is a part of; where that can't be a run here, its tag stays. */
    @Nullable
    String parent() {
        String parent = all.get(PARENT);
        if (parent == null || !ID.matcher(parent).matches()) {
            return null;
        }
        mapped.add(PARENT);
        return parent;
    }

    /** The state of the code; where it can't be recorded, its tags stay. */
    @Nullable
    Commit commit(MetaYaml meta) {
        Optional<String> id = find(COMMIT).or(() -> meta.find("source_version")).filter(text -> !text.isEmpty());
        if (id.isEmpty()) {
            return null;
        }
        try {
            boolean dirty =
                    find(DIRTY).filter(text -> text.equalsIgnoreCase("true")).isPresent();
            Commit commit = new Commit(id.get(), find(BRANCH).orElse(""), dirty);
            mapped.addAll(Set.of(COMMIT, BRANCH, DIRTY));
            return commit;
        } catch (InvalidException e) {
            report.problem(item + " commit", Texts.leftOut(e));
            return null;
        }
    }

    /** What stays a tag. */
    Map<String, String> rest() {
        return Texts.tags(all, mapped, item, report);
    }
}
