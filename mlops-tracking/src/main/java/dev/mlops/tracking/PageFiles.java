package dev.mlops.tracking;

import dev.mlops.storage.internal.Digest;
import dev.mlops.tracking.internal.ComparePage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The styles and scripts that a comparison page carries, read from this library's jar. */
final class PageFiles {
    private static final String LIBRARY = "internal/echarts/echarts.min.js";
    private static final List<String> SCRIPTS =
            List.of("page.js", "table.js", "curves.js", "scatter.js", "parallel.js", "start.js");

    private PageFiles() {}

    /**
     * All of it, and a policy that keeps the browser from running any other script and from loading anything: what gets
     * past the escaping of a name still can't do harm.
     */
    static ComparePage.Files with(String data) {
        String library = read(LIBRARY);
        String script = SCRIPTS.stream()
                .map(name -> read("internal/compare/" + name))
                .collect(Collectors.joining("\n", "\"use strict\";\n", ""));
        String policy = "default-src 'none'; style-src 'unsafe-inline'; script-src " + hash(library) + " "
                + hash(script) + "; base-uri 'none'; form-action 'none'";
        return new ComparePage.Files(policy, read("internal/compare/compare.css"), data, library, script);
    }

    private static String hash(String script) {
        byte[] digest = Digest.sha256().digest(script.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    /** A text of ours; a browser reads a line break as LF, and the policy counts on that. */
    private static String read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("'" + name + "' is missing from the jar of mlops-tracking");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("'" + name + "' of the jar of mlops-tracking can't be read", e);
        }
    }
}
