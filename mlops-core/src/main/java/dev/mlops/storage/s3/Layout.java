package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.FileNames;
import dev.mlops.storage.spi.ArtifactName;
import java.nio.charset.StandardCharsets;

/**
 * The keys of objects: {@code content/<hash>/} for each content, {@code names/<owner>/<path>.json} for each name, {@code
 * format.json} for the version of this layout.
 *
 * <p>A key has at most 1,024 bytes, while owners and paths have 1,300 characters. Their parts are written as {@link
 * FileNames} does, which shortens each; of an owner that is too long even so, the last segments are folded into {@code ~}
 * and their SHA-256, which begins no segment otherwise.
 */
final class Layout {
    /** How many characters a prefix may have before its slash, so that the longest key still fits. */
    static final int LONGEST_PREFIX = 200;

    private static final int LONGEST_OWNER = 500;
    private static final String FOLD = "~";
    private static final String HOLDS = "holds/";

    private final String root;

    /** Below a prefix, which is empty or ends with a slash. */
    Layout(String root) {
        this.root = root;
    }

    /** The object that tells the version of this layout. */
    String format() {
        return root + "format.json";
    }

    /** What the keys of all contents begin with. */
    String contents() {
        return root + "content/";
    }

    /** What the keys of a content begin with. */
    String content(String hex) {
        return contents() + hex + "/";
    }

    /** An object of a copy of a content. */
    String copy(String hex, String id, String kind) {
        return content(hex) + id + "/" + kind;
    }

    /** An object that holds a content. */
    String hold(String hex, String id) {
        return content(hex) + HOLDS + id;
    }

    /** Whether the rest of a key below that of a content is a hold. */
    static boolean isHold(String rest) {
        return rest.startsWith(HOLDS);
    }

    /** What the keys of all names begin with. */
    String names() {
        return root + "names/";
    }

    /** What the keys of an owner's names, and of the owners below it, begin with. */
    String owner(String owner) {
        StringBuilder key = new StringBuilder();
        int at = 0;
        for (String segment : owner.split("/", -1)) {
            String folder = FileNames.folder(segment) + "/";
            if (key.length() + folder.length() > LONGEST_OWNER) {
                return names() + key + FOLD + hash(owner.substring(at)) + "/";
            }
            key.append(folder);
            at += segment.length() + 1;
        }
        return names() + key;
    }

    /**
     * What the keys of an owner's names, and of the owners below it, begin with at least: as of {@link #owner}, but up to
     * what is folded.
     */
    String ownersFrom(String owner) {
        String key = owner(owner);
        int folded = key.indexOf("/" + FOLD, root.length());
        return folded < 0 ? key : key.substring(0, folded + 1 + FOLD.length());
    }

    /** The object of a name. */
    String name(ArtifactName name) {
        return owner(name.owner()) + FileNames.file(name.path());
    }

    static boolean isName(String key) {
        return key.endsWith(FileNames.SUFFIX);
    }

    private static String hash(String text) {
        return Digest.hex(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
