package dev.mlops.storage.internal.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A file of SQLite in WAL mode, where readers see the state before a write and wait for nobody. One connection writes, so
 * that threads queue here, fairly, and not in SQLite, which polls; a few others read. Other processes may use the file
 * too: whoever writes waits for them up to the timeout.
 */
final class SqliteDatabase extends Database {
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_READERS = 8;

    /** The journal is cut to this when it was longer, in bytes. */
    private static final int KEPT_JOURNAL = 64 << 20;

    /**
     * With so many pages in the journal they are brought to the file: 16 MB, four times the default, since a flush of one
     * metric writes four pages and whoever brings them waits for the disk twice more.
     */
    private static final int CHECKPOINT = 4_000;

    private static final long RETRY_NANOS = 5_000_000;
    private static final int BUSY = 5;

    private final Path file;
    private final Duration lockTimeout;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Semaphore reading = new Semaphore(MAX_READERS, true);
    private final Deque<Session> idle = new ArrayDeque<>();
    private @Nullable Session writer;

    /** What tells the file that was opened from another one in its place. */
    private volatile @Nullable Object opened;

    private volatile boolean closed;

    private SqliteDatabase(Path file, Duration lockTimeout) {
        super(file.toString(), new SqliteDialect());
        this.file = file.toAbsolutePath();
        this.lockTimeout = lockTimeout;
    }

    /** Opens the file, which is made where it isn't there, in a folder that must be. */
    static SqliteDatabase open(Path file, Duration lockTimeout) {
        SqliteDatabase database = new SqliteDatabase(file, lockTimeout);
        database.migrate();
        return database;
    }

    @Override
    Session writer() throws SQLException {
        await(() -> writing.tryLock(lockTimeout.toMillis(), TimeUnit.MILLISECONDS), "writers");
        try {
            checkOpen();
            if (writer == null) {
                writer = new Session(connect(), new SqliteDialect());
                opened = identity();
            } else {
                checkSame();
            }
            return writer;
        } catch (SQLException | RuntimeException e) {
            writing.unlock();
            throw e;
        }
    }

    @Override
    Session reader() throws SQLException {
        await(() -> reading.tryAcquire(lockTimeout.toMillis(), TimeUnit.MILLISECONDS), "readers");
        try {
            checkOpen();
            Session session;
            synchronized (idle) {
                session = idle.poll();
            }
            return session == null ? new Session(connect(), new SqliteDialect()) : session;
        } catch (SQLException | RuntimeException e) {
            reading.release();
            throw e;
        }
    }

    @Override
    void giveBack(Session session) {
        if (session == writer) {
            writing.unlock();
            return;
        }
        synchronized (idle) {
            if (closed) {
                session.close();
            } else {
                idle.push(session);
            }
        }
        reading.release();
    }

    /** What is being written is written; who reads closes what it reads with. */
    @Override
    void closeAll() {
        writing.lock();
        try {
            closed = true;
            synchronized (idle) {
                idle.forEach(Session::close);
                idle.clear();
            }
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writing.unlock();
        }
    }

    private interface Waiting {
        boolean await() throws InterruptedException;
    }

    private void await(Waiting waiting, String others) throws SQLException {
        try {
            if (!waiting.await()) {
                throw new SQLException("other " + others + " of this process took longer than " + lockTimeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for other " + others + " of this process", e);
        }
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
    }

    /**
     * A connection that keeps what it acknowledges through a loss of power. The change to WAL, which only the first one
     * makes, is refused at once while another process looks at the file, so it is tried again here.
     */
    private Connection connect() throws SQLException {
        checkFile();
        long deadline = System.nanoTime() + lockTimeout.toNanos();
        while (true) {
            try {
                return withJournal(config().createConnection("jdbc:sqlite:" + file.toUri()));
            } catch (SQLException e) {
                if ((e.getErrorCode() & 0xff) != BUSY || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static Connection withJournal(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            if (!mode.next() || !mode.getString(1).equals("wal")) {
                throw new SQLException("the file system can't hold a journal that processes share (WAL)");
            }
            statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void checkFile() throws SQLException {
        if (Files.isDirectory(file)) {
            throw new SQLException("it is a folder, expected a file");
        }
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new SQLException("the folder " + folder + " doesn't exist");
        }
        if (opened != null) {
            checkSame();
        }
    }

    private void checkSame() throws SQLException {
        if (!identity().equals(opened)) {
            throw new SQLException("another file was put in its place while it was open");
        }
    }

    /** SQLite goes on writing to a file that was removed, and acknowledges what is lost with it. */
    private Object identity() throws SQLException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file : key;
        } catch (IOException e) {
            throw new SQLException("the file was removed, or can't be looked at, while it was open", e);
        }
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) lockTimeout.toMillis());
        config.setJournalSizeLimit(KEPT_JOURNAL);
        return config;
    }
}
