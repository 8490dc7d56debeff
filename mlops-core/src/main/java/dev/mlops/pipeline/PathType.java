package dev.mlops.pipeline;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of the default file system; nothing needs to exist there. */
record PathType() implements ParamType<Path> {
    @Override
    public Path parse(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw refuse(text);
        }
    }

    @Override
    public String print(Path value) {
        return value.toString();
    }

    @Override
    public String hint() {
        return "path";
    }

    @Override
    public String expected() {
        return "a path";
    }
}
