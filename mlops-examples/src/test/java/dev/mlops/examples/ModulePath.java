package dev.mlops.examples;

import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The class path of this process, divided as Maven does: what a module requires, and what that requires, are modules; the
 * rest stays on the class path. Both are in the form that {@code java} takes.
 */
record ModulePath(String modules, String classes) {
    static ModulePath requiredBy(String root) {
        List<Path> entries = new ArrayList<>();
        Map<String, ModuleReference> known = new HashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry));
            for (ModuleReference module : modulesAt(Path.of(entry))) {
                known.putIfAbsent(module.descriptor().name(), module);
            }
        }
        Set<Path> required = new LinkedHashSet<>();
        Deque<String> names = new ArrayDeque<>(List.of(root));
        while (!names.isEmpty()) {
            ModuleReference module = known.remove(names.pop()); // none for the JDK's modules
            if (module != null) {
                required.add(module.location().map(Path::of).orElseThrow());
                module.descriptor().requires().forEach(other -> names.add(other.name()));
            }
        }
        entries.removeAll(required);
        return new ModulePath(joined(required), joined(entries));
    }

    private static Set<ModuleReference> modulesAt(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll();
        } catch (FindException e) {
            return Set.of(); // a name that no module can have, such as that of XGBoost's jar
        }
    }

    private static String joined(Collection<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
