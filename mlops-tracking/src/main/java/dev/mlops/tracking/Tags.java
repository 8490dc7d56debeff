package dev.mlops.tracking;

import java.nio.charset.StandardCharsets;

/** Keys of the tags that the library sets by itself, and texts that fit. */
final class Tags {
    static final String NOTE = "mlops.note";
    static final String FAILURE = "mlops.failure";
    static final String FAILED_STEP = "mlops.failed_step";
    static final String CANCELLED = "mlops.cancelled";
    static final String PIPELINE = "mlops.pipeline";
    static final String HOST = "mlops.host";
    static final String OS = "mlops.os";
    static final String JAVA = "mlops.java";
    static final String VERSION = "mlops.version";
    static final String TRIBUO = "mlops.tribuo";

    /** The longest value of a tag. */
    private static final int LONGEST = 8_000;

    private Tags() {}

    /** A text that isn't the user's own choice, such as the message of an exception, as every store can hold it. */
    static String shown(String text, int longest) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '�');
        if (valid.length() <= longest) {
            return valid;
        }
        int end = longest - 1;
        return valid.substring(0, Character.isHighSurrogate(valid.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    static String shown(String text) {
        return shown(text, LONGEST);
    }
}
