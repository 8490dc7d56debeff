package dev.mlops.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.JulianFields;
import java.util.HexFormat;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** What the stored values of a column mean, as the Parquet format's LogicalTypes page says; null is a misfit. */
abstract class ParquetValues {

    /** The meaning of a column for a field of this type; null where it can't be read as that. */
    static @Nullable ParquetValues of(PrimitiveType column, FieldType to) {
        LogicalTypeAnnotation meaning = column.getLogicalTypeAnnotation();
        if (meaning instanceof UnknownLogicalTypeAnnotation) {
            return new Numbers(to, false);
        }
        return switch (to) {
            case STRING -> isText(column.getPrimitiveTypeName(), meaning) ? new Text() : null;
            case TIMESTAMP -> times(column.getPrimitiveTypeName(), meaning);
            default -> numbers(column.getPrimitiveTypeName(), meaning, to);
        };
    }

    private static boolean isText(PrimitiveTypeName stored, @Nullable LogicalTypeAnnotation meaning) {
        return stored == PrimitiveTypeName.BINARY
                && (meaning == null
                        || meaning instanceof StringLogicalTypeAnnotation
                        || meaning instanceof EnumLogicalTypeAnnotation
                        || meaning instanceof JsonLogicalTypeAnnotation);
    }

    private static @Nullable ParquetValues times(PrimitiveTypeName stored, @Nullable LogicalTypeAnnotation meaning) {
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return switch (timestamp.getUnit()) {
                case MILLIS -> new Times(1_000);
                case MICROS -> new Times(1_000_000);
                case NANOS -> new Times(1_000_000_000);
            };
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return new Days();
        }
        return stored == PrimitiveTypeName.INT96 ? new Times(1) : null;
    }

    private static @Nullable ParquetValues numbers(
            PrimitiveTypeName stored, @Nullable LogicalTypeAnnotation meaning, FieldType to) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return new Decimals(to, decimal.getScale());
        }
        if (meaning instanceof IntLogicalTypeAnnotation integer) {
            return new Numbers(to, !integer.isSigned());
        }
        return switch (stored) {
            case INT32, INT64, FLOAT, DOUBLE, BOOLEAN -> meaning == null ? new Numbers(to, false) : null;
            case BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> null;
        };
    }

    long widen(int value) {
        return value;
    }

    @Nullable
    Object of(long value) {
        return null;
    }

    @Nullable
    Object of(double value) {
        return null;
    }

    @Nullable
    Object of(Binary value) {
        return null;
    }

    /** How a misfit is shown in an error. */
    String show(Object raw) {
        return raw instanceof Binary binary ? "0x" + HexFormat.of().formatHex(binary.getBytes()) : String.valueOf(raw);
    }

    private static final class Numbers extends ParquetValues {
        private final FieldType to;
        private final boolean unsigned;

        Numbers(FieldType to, boolean unsigned) {
            this.to = to;
            this.unsigned = unsigned;
        }

        @Override
        long widen(int value) {
            return unsigned ? Integer.toUnsignedLong(value) : value;
        }

        @Override
        @Nullable
        Object of(long value) {
            return unsigned && value < 0
                    ? Fit.decimal(new BigDecimal(Long.toUnsignedString(value)), to)
                    : Fit.whole(value, to);
        }

        @Override
        @Nullable
        Object of(double value) {
            return Fit.decimal(value, to);
        }

        @Override
        String show(Object raw) {
            return unsigned && raw instanceof Long value ? Long.toUnsignedString(value) : super.show(raw);
        }
    }

    private static final class Decimals extends ParquetValues {
        private final FieldType to;
        private final int scale;

        Decimals(FieldType to, int scale) {
            this.to = to;
            this.scale = scale;
        }

        @Override
        @Nullable
        Object of(long value) {
            return Fit.decimal(BigDecimal.valueOf(value, scale), to);
        }

        @Override
        @Nullable
        Object of(Binary value) {
            return Fit.decimal(new BigDecimal(new BigInteger(value.getBytes()), scale), to);
        }

        @Override
        String show(Object raw) {
            return raw instanceof Binary binary
                    ? new BigDecimal(new BigInteger(binary.getBytes()), scale).toPlainString()
                    : BigDecimal.valueOf((Long) raw, scale).toPlainString();
        }
    }

    private static final class Text extends ParquetValues {
        @Override
        @Nullable
        Object of(Binary value) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(value.toByteBuffer())
                        .toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
    }

    /** Days since 1970-01-01, as their midnights. */
    private static final class Days extends ParquetValues {
        @Override
        Object of(long value) {
            return LocalDate.ofEpochDay(value).atStartOfDay();
        }
    }

    private static final class Times extends ParquetValues {
        private static final int NANOS = 1_000_000_000;

        private final int perSecond;

        Times(int perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        Object of(long value) {
            int nano = (int) Math.floorMod(value, (long) perSecond) * (NANOS / perSecond);
            return LocalDateTime.ofEpochSecond(Math.floorDiv(value, (long) perSecond), nano, ZoneOffset.UTC);
        }

        /** INT96: nanoseconds of the day and the Julian day, little-endian. */
        @Override
        @Nullable
        Object of(Binary value) {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = bytes.getLong();
            LocalDate day = LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, bytes.getInt());
            boolean fits = nanos >= 0 && nanos <= LocalTime.MAX.toNanoOfDay();
            return fits ? day.atTime(LocalTime.ofNanoOfDay(nanos)) : null;
        }
    }
}
