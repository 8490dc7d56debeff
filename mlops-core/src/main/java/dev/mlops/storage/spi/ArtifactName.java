package dev.mlops.storage.spi;

import dev.mlops.InvalidException;

/**
 * Under which name content is kept: whose it is, and where among the things of that owner.
 *
 * @param owner one or more segments such as {@code runs/0123…} or {@code cache}
 * @param path one or more segments such as {@code plots/residuals.png}
 */
public record ArtifactName(String owner, String path) implements Comparable<ArtifactName> {
    /** The owner of results of pipelines' steps, which can be made again: a purge removes old ones. */
    public static final String CACHE = "cache";

    private static final int MAX_OWNER = 300;
    private static final int MAX_PATH = 1_000;
    private static final int MAX_SEGMENT = 250;

    /**
     * Checks both: segments between single slashes, each 1 to 250 characters, together at most 300 for an owner and 1,000
     * for a path; none is {@code .} or {@code ..}, none holds a backslash or a control character. So no name leads out of
     * where it is kept.
     *
     * @throws InvalidException if one breaks the rule
     */
    public ArtifactName {
        check("artifact owner", owner, MAX_OWNER);
        check("artifact path", path, MAX_PATH);
    }

    /** The name of an artifact of a run. */
    public static ArtifactName ofRun(String runId, String path) {
        return new ArtifactName("runs/" + Rules.id("run id", runId), path);
    }

    /** The name of a file of a model version; those of all versions are below {@code models/MODEL}. */
    public static ArtifactName ofVersion(String model, int number, String path) {
        return new ArtifactName("models/" + Rules.modelName(model) + "/" + number, path);
    }

    @Override
    public int compareTo(ArtifactName other) {
        int byOwner = owner.compareTo(other.owner);
        return byOwner != 0 ? byOwner : path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return owner + "/" + path;
    }

    private static void check(String what, String text, int limit) {
        Rules.text(what, text, limit);
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.length() > MAX_SEGMENT) {
                throw new InvalidException(what + " " + Rules.quoted(text) + " has the segment " + Rules.quoted(segment)
                        + ", expected relative segments of 1 to " + MAX_SEGMENT + " characters, none of them . or ..");
            }
            if (segment.indexOf('\\') >= 0 || segment.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidException(what + " " + Rules.quoted(text)
                        + " holds a backslash or a control character, which isn't allowed");
            }
        }
    }
}
