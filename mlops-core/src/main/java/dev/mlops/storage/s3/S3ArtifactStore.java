package dev.mlops.storage.s3;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.internal.HashingOutput;
import dev.mlops.storage.internal.Library;
import dev.mlops.storage.internal.NameFile;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Artifacts in a bucket of S3, or of a store that speaks its protocol and shows every acknowledged write at once, as S3
 * does; no conditional writes are needed. Any number of processes may share it.
 *
 * <pre>
 * ArtifactStore artifacts = S3ArtifactStore.builder("models").prefix("taxi").region("eu-central-1").build();
 * </pre>
 *
 * <p>The client needs the permissions {@code s3:ListBucket}, {@code s3:ListBucketMultipartUploads}, {@code s3:GetObject},
 * {@code s3:PutObject}, {@code s3:DeleteObject} and {@code s3:AbortMultipartUpload}. When content was stored is told by the
 * server's clock, in whole seconds. Content that is stored passes through the folder for temporary files. A bucket that
 * keeps versions keeps what is removed here, too. Nothing is asked of S3 before the first call. Thread-safe.
 */
public final class S3ArtifactStore implements ArtifactStore {
    /** What is older is nobody's: no call takes so long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final String shown;
    private final Attempts attempts;
    private final InstantSource clock;
    private final @Nullable S3Client owned;
    private final Housekeeping housekeeping;
    private final Contents contents;
    private final Names names;

    S3ArtifactStore(Builder settings, S3Client client, boolean isOwned) {
        Layout layout = new Layout(settings.prefix.isEmpty() ? "" : settings.prefix + "/");
        shown = settings.toString();
        attempts = new Attempts(shown);
        clock = settings.clock;
        owned = isOwned ? client : null;
        Bucket bucket = new Bucket(client, settings.bucket);
        housekeeping = new Housekeeping(bucket, layout, shown);
        contents = new Contents(bucket, layout, new Transfer(bucket, settings.parts));
        names = new Names(bucket, layout);
    }

    /**
     * Begins a store in this bucket, which must be there.
     *
     * @throws InvalidException if {@code software.amazon.awssdk:s3} isn't there, or the name isn't one of a bucket
     */
    public static Builder builder(String bucket) {
        Library.need(Clients.WHAT, "software.amazon.awssdk.services.s3.S3Client", "software.amazon.awssdk:s3");
        return new Builder(bucket);
    }

    @Override
    public Content put(ContentWriter writer) throws IOException {
        String operation = "take content";
        try (Spool spool = attempts.run(operation, this::begin)) {
            Content content = new HashingOutput(spool.out(), e -> attempts.unavailable(operation, e)).take(writer);
            return attempts.run("take content " + content.hash(), () -> {
                contents.put(content, spool);
                return content;
            });
        }
    }

    private Spool begin() throws IOException {
        housekeeping.prepare();
        return Spool.begin();
    }

    @Override
    public InputStream open(Content content) {
        return attempts.run("open content " + content.hash(), () -> contents.open(content))
                .orElseThrow(() -> missing(content));
    }

    @Override
    public void bind(Artifact artifact) {
        boolean bound = attempts.run("bind '" + artifact.name() + "'", () -> {
            housekeeping.prepare();
            byte[] name = NameFile.write(artifact);
            return contents.bind(artifact.content(), () -> names.write(artifact.name(), name));
        });
        if (!bound) {
            throw missing(artifact.content());
        }
    }

    @Override
    public Optional<Artifact> find(ArtifactName name) {
        return attempts.run("find '" + name + "'", () -> names.find(name));
    }

    /** {@inheritDoc} It takes a request for each name. */
    @Override
    public List<Artifact> list(String owner) {
        return attempts.run("list artifacts of '" + owner + "'", () -> names.list(owner));
    }

    @Override
    public void unbind(ArtifactName name) {
        attempts.run("unbind '" + name + "'", () -> {
            names.remove(name);
            return name;
        });
    }

    @Override
    public void unbindAll(String owner) {
        attempts.run("unbind artifacts of '" + owner + "'", () -> {
            names.removeAll(owner);
            return owner;
        });
    }

    /** {@inheritDoc} It takes a request for each name that there is. */
    @Override
    public long sweep(Instant before) {
        return attempts.run("be swept", () -> {
            Instant abandoned = clock.instant().minus(ABANDONED);
            housekeeping.prepare();
            housekeeping.abortUploads(abandoned);
            return new Sweep(contents, names.new Hashes(), before, abandoned).run();
        });
    }

    /** Closes the client, unless it is the host's. */
    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }

    @Override
    public String toString() {
        return shown;
    }

    private NotFoundException missing(Content content) {
        return new NotFoundException("content " + content.hash() + " doesn't exist in " + this);
    }

    /** Settings of a store. Not thread-safe. */
    public static final class Builder {
        private static final int LONGEST_NAME = 255;

        final String bucket;
        String prefix = "";
        Transfer.PartSizes parts = Transfer.PartSizes.USUAL;
        InstantSource clock = InstantSource.system();

        @Nullable
        S3Client client;

        @Nullable
        String region;

        @Nullable
        URI endpoint;

        @Nullable
        Boolean pathStyle;

        private Builder(String bucket) {
            if (bucket.isBlank() || bucket.length() > LONGEST_NAME || bucket.indexOf('/') >= 0) {
                throw new InvalidException("bucket is '" + bucket + "', expected the name of a bucket");
            }
            this.bucket = bucket;
        }

        /**
         * What the keys of all objects begin with, before a slash; none by default. Slashes at its ends don't count.
         *
         * @throws InvalidException if it is longer than 200 characters, or has others than {@code A-Z a-z 0-9 - _ . /}
         */
        public Builder prefix(String prefix) {
            String inner = prefix.replaceAll("^/+|/+$", "");
            if (inner.length() > Layout.LONGEST_PREFIX || !inner.matches("[A-Za-z0-9_./-]*")) {
                throw new InvalidException("prefix is '" + inner + "', expected at most " + Layout.LONGEST_PREFIX
                        + " characters, each one of A-Z a-z 0-9 - _ . /");
            }
            this.prefix = inner;
            return this;
        }

        /** The host's client, which stays open; instead of region, endpoint and path style. */
        @SuppressWarnings("exports") // transitive, the module would be needed by who compiles without S3
        public Builder client(S3Client client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * The region of the bucket; by default the one of the environment, as the SDK finds it, or {@code us-east-1} where an
         * endpoint is given.
         */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Where the store is, such as {@code http://minio:9000}; AWS by default. */
        public Builder endpoint(URI endpoint) {
            if (endpoint.getHost() == null
                    || !String.valueOf(endpoint.getScheme()).matches("https?")) {
                throw new InvalidException("endpoint has the host " + endpoint.getHost() + " and the scheme "
                        + endpoint.getScheme() + ", expected http:// or https:// and a host");
            }
            this.endpoint = endpoint;
            return this;
        }

        /** Whether the bucket is named in the path and not in the host; by default so at an endpoint that isn't AWS's. */
        public Builder pathStyle(boolean pathStyle) {
            this.pathStyle = pathStyle;
            return this;
        }

        Builder parts(Transfer.PartSizes parts) {
            this.parts = parts;
            return this;
        }

        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Makes the store; it asks nothing of S3 yet. A client of ours takes credentials from where the SDK finds them by
         * default (environment, profile, container, instance), and tries each request up to three times.
         *
         * @throws InvalidException if both a client and what a client is made of are given; if there is no region; or if
         *     {@code software.amazon.awssdk:url-connection-client} isn't there for a client of ours
         */
        public S3ArtifactStore build() {
            if (client == null) {
                return new S3ArtifactStore(this, Clients.make(this), true);
            }
            if (region != null || endpoint != null || pathStyle != null) {
                throw new InvalidException(
                        "a client is given, and region, endpoint or path style too, expected these for a client of ours only");
            }
            return new S3ArtifactStore(this, client, false);
        }

        /** Without anything that may be secret. */
        @Override
        public String toString() {
            String at = endpoint == null ? "" : " at " + endpoint.getHost() + ":" + endpoint.getPort();
            return "S3 bucket '" + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + "'" + at;
        }
    }
}
