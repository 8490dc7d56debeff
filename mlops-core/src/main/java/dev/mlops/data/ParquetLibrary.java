package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.nio.file.Path;

/*
 * The Parquet library and the Hadoop classes that it needs are optional, and can't be modules: several of their jars
 * share packages. So an application on the module path has them on the class path beside its modules, and this module
 * reads the class path at run time; module-info says nothing of them, and ParquetSource and what it uses are the only
 * classes that link to them.
 */

/** The way to the classes that need the optional Parquet library. */
final class ParquetLibrary {
    private static final String ARTIFACT = "com.jerolba:carpet-record";

    private ParquetLibrary() {}

    static RowSource open(Path file, RecordType<?> type) throws IOException {
        ClassLoader loader = ParquetLibrary.class.getClassLoader();
        if (loader != null) {
            ParquetLibrary.class.getModule().addReads(loader.getUnnamedModule());
        }
        try {
            return ParquetSource.open(file, type);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "file '" + file + "' is Parquet: add " + ARTIFACT + " to the class path to read it", e);
        }
    }
}
