package dev.mlops.tracking;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.RunChange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tribuo.Tribuo;

/**
 * What this process runs on, and from which code: what every run records by itself, to compare with what a run recorded.
 *
 * @param tags the facts by the keys of the tags that runs have them under: {@code mlops.host}, {@code mlops.os},
 *     {@code mlops.java}, {@code mlops.version} of this library, {@code mlops.tribuo}
 * @param commit the state of the code in the working directory; absent where there is no Git
 */
public record Environment(Map<String, String> tags, Optional<Commit> commit) {

    /** Copies the tags. */
    public Environment {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Finds it out; takes as long as Git, which is given 5 seconds, and the resolver of names do. */
    public static Environment look() {
        Map<String, String> tags = new TreeMap<>();
        tags.put(Tags.HOST, host());
        tags.put(Tags.OS, property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        tags.put(Tags.JAVA, property("java.vm.name") + " " + Runtime.version());
        tags.put(Tags.VERSION, version());
        tags.put(Tags.TRIBUO, Tribuo.VERSION);
        return new Environment(tags, git().commit());
    }

    static Git git() {
        return new Git("git", Path.of("").toAbsolutePath(), Git.PATIENCE);
    }

    void addTo(RunChange.Builder change) {
        tags.forEach((key, value) -> change.tag(key, Tags.shown(value)));
        commit.ifPresent(change::commit);
    }

    /** Who runs this process; empty where that isn't known. */
    static String user() {
        return Tags.shown(property("user.name"), NAME);
    }

    /** What was started: a main class or the name of a jar; empty where that isn't known. */
    static String source() {
        String command = property("sun.java.command").strip();
        int blank = command.indexOf(' ');
        String first = blank < 0 ? command : command.substring(0, blank);
        boolean file = first.endsWith(".jar");
        return Tags.shown(file ? first.substring(first.replace('\\', '/').lastIndexOf('/') + 1) : first, NAME);
    }

    private static final int NAME = 250;

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String version() {
        String version = Environment.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }
}
