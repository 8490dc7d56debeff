package dev.mlops.storage.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/**
 * Turns owners and paths into names of files and objects, each into its own on every file system: also where names fold case or
 * Unicode forms, where some are devices, and where 143 bytes are the limit (eCryptfs). Plain names stay readable.
 *
 * <p>Digits, the letters a to z and {@code - _ .} stand for themselves, a capital is {@code !} and the small letter, as in
 * the cache of Go's modules, a slash is a comma, and each byte of the UTF-8 of anything else is {@code %} and two digits.
 * So are a dot at either end, the first letter of a device of Windows, and the last one of a folder's name that would look
 * like a file. What comes out too long is its start, {@code ~} and its SHA-256, so two names meet only if their hashes do;
 * the files hold their whole names, and no name is ever read back from the name of a file.
 */
public final class FileNames {
    /** How the file of every name ends. */
    public static final String SUFFIX = ".json";

    private static final int LONGEST = 130;
    private static final int SHOWN = 60;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileNames() {}

    /** The folder of one segment of an owner. */
    public static String folder(String segment) {
        String name = escape(segment);
        return shorten(name.endsWith(SUFFIX) ? escapeLast(name) : name, segment);
    }

    /** The file of a path. */
    public static String file(String path) {
        return shorten(escape(path), path) + SUFFIX;
    }

    private static String escape(String text) {
        StringBuilder name = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            escape((char) (unit & 0xff), name);
        }
        return escapeEnds(name.toString());
    }

    private static void escape(char unit, StringBuilder to) {
        if (PLAIN.indexOf(unit) >= 0) {
            to.append(unit);
        } else if (unit >= 'A' && unit <= 'Z') {
            to.append('!').append((char) (unit - 'A' + 'a'));
        } else if (unit == '/') {
            to.append(',');
        } else {
            to.append(hex(unit));
        }
    }

    private static String escapeEnds(String name) {
        String ended = name.endsWith(".") ? escapeLast(name) : name;
        boolean device = DEVICES.contains(ended.split("\\.", 2)[0]);
        return device || ended.startsWith(".") ? hex(ended.charAt(0)) + ended.substring(1) : ended;
    }

    private static String escapeLast(String name) {
        int last = name.length() - 1;
        return name.substring(0, last) + hex(name.charAt(last));
    }

    private static String hex(char unit) {
        return "%" + HexFormat.of().toHexDigits((byte) unit);
    }

    private static String shorten(String name, String text) {
        if (name.length() <= LONGEST) {
            return name;
        }
        return name.substring(0, SHOWN) + "~" + Digest.hex(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
