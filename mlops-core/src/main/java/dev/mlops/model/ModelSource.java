package dev.mlops.model;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where the files of a saved model are read from, such as a store of artifacts. {@code toString} names it in the messages of
 * errors.
 */
public interface ModelSource {

    /**
     * Opens a file of the saved model; whoever asked closes it.
     *
     * @param file a plain name, such as {@code model.json}
     * @throws dev.mlops.NotFoundException if there is none of this name
     * @throws IOException if it can't be read
     */
    InputStream open(String file) throws IOException;
}
