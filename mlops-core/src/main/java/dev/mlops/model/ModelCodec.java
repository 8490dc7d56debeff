package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A saved model as one zip stream. Entries are stored, not compressed: their bytes don't depend on the deflater, and a
 * small stream can't unpack into a huge one. Only the three known names are read, each once, so nothing is ever written
 * by an entry's name.
 */
enum ModelCodec implements Codec<Model> {
    INSTANCE;

    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    @Override
    public String format() {
        return "mlops-model-zip/1";
    }

    @Override
    public void write(Model model, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, byte[]> file : ModelFiles.of(model).entrySet()) {
            ZipEntry entry = new ZipEntry(file.getKey());
            CRC32 crc = new CRC32();
            crc.update(file.getValue());
            entry.setTimeLocal(EPOCH);
            entry.setSize(file.getValue().length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(file.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }

    @Override
    public Model read(InputStream in) throws IOException {
        try {
            return ModelFiles.read(new Archive(unzip(in)), Set.of());
        } catch (MlopsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<String, byte[]> unzip(InputStream in) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
            Integer limit = ModelFiles.LIMITS.get(entry.getName());
            if (limit == null || files.containsKey(entry.getName()) || entry.getMethod() != ZipEntry.STORED) {
                throw new InvalidException(
                        "the archive holds '%s', expected %s, each once and stored without compression"
                                .formatted(entry.getName(), ModelFiles.LIMITS.keySet()));
            }
            byte[] content = zip.readNBytes(limit);
            if (zip.read() >= 0) {
                throw new InvalidException(
                        "'%s' in the archive has more than %d bytes".formatted(entry.getName(), limit));
            }
            files.put(entry.getName(), content);
        }
        return files;
    }

    private static @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new InvalidException("the archive was changed: the name of an entry isn't UTF-8", e);
        }
    }

    /** The files of an archive, in memory. */
    private record Archive(Map<String, byte[]> files) implements ModelFiles.Source {

        @Override
        public FileContent read(String name, int limit) {
            byte[] content = files.get(name);
            if (content == null) {
                throw new NotFoundException("'%s' is missing in the archive".formatted(name));
            }
            return FileContent.of(content);
        }

        @Override
        public String describe(String name) {
            return "'" + name + "' in the archive";
        }
    }
}
