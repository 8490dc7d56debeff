package dev.mlops.tracking;

import dev.mlops.storage.spi.Commit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the git executable, which knows work trees, packed references and index formats, what .git holds. It changes nothing
 * there, and starts nothing that the repository's own settings name. Where there is no Git, or it takes too long, the answer
 * is absent. Immutable.
 */
final class Git {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Git.class);
    private static final String OID = "# branch.oid ";
    private static final String HEAD = "# branch.head ";

    private final String executable;
    private final Path directory;
    private final Duration patience;

    /** Asks about this directory, and waits for an answer at most so long. */
    Git(String executable, Path directory, Duration patience) {
        this.executable = executable;
        this.directory = directory;
        this.patience = patience;
    }

    /** The commit that is checked out; dirty if a file that Git tracks differs from it. */
    Optional<Commit> commit() {
        String status = output("status", "--porcelain=v2", "--branch", "--untracked-files=no");
        return status == null ? Optional.empty() : commit(status.lines().toList());
    }

    /** Of the lines of {@code git status --porcelain=v2 --branch}. */
    static Optional<Commit> commit(List<String> status) {
        String id = after(OID, status);
        String branch = after(HEAD, status);
        if (id.isBlank() || id.startsWith("(")) {
            return Optional.empty(); // no commit yet
        }
        boolean dirty = status.stream().anyMatch(line -> !line.startsWith("#"));
        return Optional.of(new Commit(id, branch.startsWith("(") ? "" : Tags.shown(branch, 250), dirty));
    }

    private static String after(String prefix, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    /** How the files that Git tracks differ from the commit, as a patch. */
    Optional<byte[]> diff() {
        return Optional.ofNullable(run("diff", "--no-ext-diff", "--no-textconv", "--binary", "HEAD"));
    }

    private @Nullable String output(String... arguments) {
        byte[] bytes = run(arguments);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private byte @Nullable [] run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable, "-c", "core.fsmonitor=false", "--no-pager"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return output(builder.start());
        } catch (IOException e) {
            log.debug("git isn't there", e);
            return null;
        }
    }

    private byte @Nullable [] output(Process process) throws IOException {
        CompletableFuture<@Nullable Process> late = process.onExit()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, thrown) -> {
                    if (ended == null) { // else it would close the output that is being read
                        process.destroyForcibly();
                    }
                });
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readAllBytes(); // ends when the process does, or is destroyed
            return late.join() != null && process.exitValue() == 0 ? bytes : null;
        }
    }
}
