package dev.mlops.model.internal;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protobuf messages that a Tribuo model file can hold, by full name; none declares more than 64 fields. */
final class ProtoTypes {
    /** The message that holds XGBoost's boosters. */
    static final String XGBOOST = "tribuo.common.xgboost.XGBoostModelProto";

    private static final Map<String, Descriptor> BY_NAME = index(List.of(
            org.tribuo.protos.core.TribuoCore.getDescriptor(),
            org.tribuo.protos.core.TribuoCoreImpl.getDescriptor(),
            org.tribuo.math.protos.TribuoMath.getDescriptor(),
            org.tribuo.math.protos.TribuoMathImpl.getDescriptor(),
            org.tribuo.common.sgd.protos.TribuoSgd.getDescriptor(),
            org.tribuo.common.tree.protos.TribuoTree.getDescriptor(),
            org.tribuo.regression.protos.TribuoRegressionCore.getDescriptor(),
            org.tribuo.regression.sgd.protos.TribuoRegressionSgd.getDescriptor(),
            org.tribuo.regression.rtree.protos.TribuoRegressionTree.getDescriptor(),
            org.tribuo.classification.protos.TribuoClassificationCore.getDescriptor(),
            org.tribuo.classification.sgd.protos.TribuoClassificationSgd.getDescriptor(),
            com.oracle.labs.mlrg.olcut.config.protobuf.protos.OlcutProto.getDescriptor(),
            xgboost()));

    private ProtoTypes() {}

    /** The message of this full name; null if we don't know it. */
    static @Nullable Descriptor find(String fullName) {
        return BY_NAME.get(fullName);
    }

    /** The message of this full name, which we know. */
    static Descriptor get(String fullName) {
        Descriptor type = find(fullName);
        if (type == null) {
            throw new IllegalStateException("no message is declared for " + fullName);
        }
        return type;
    }

    /** The message inside an Any with this type URL; null if we don't know it. */
    static @Nullable Descriptor ofUrl(String typeUrl) {
        return find(typeUrl.substring(typeUrl.lastIndexOf('/') + 1));
    }

    private static Map<String, Descriptor> index(List<FileDescriptor> files) {
        Map<String, Descriptor> result = new HashMap<>();
        for (FileDescriptor file : files) {
            for (Descriptor message : file.getMessageTypes()) {
                if (message.getFields().size() > Long.SIZE) {
                    throw new IllegalStateException(message.getFullName() + " has more fields than a long has bits");
                }
                result.put(message.getFullName(), message);
            }
        }
        return Collections.unmodifiableMap(result);
    }

    /** XGBoost's message is declared here, because the module that generates it is optional. */
    private static FileDescriptor xgboost() {
        FileDescriptor core = org.tribuo.protos.core.TribuoCore.getDescriptor();
        String pack = "tribuo.common.xgboost";
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("tribuo-xgboost.proto")
                .setSyntax("proto3")
                .setPackage(pack)
                .addDependency(core.getName())
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("XGBoostModelProto")
                        .addField(message("metadata", 1, ".tribuo.core.ModelDataProto"))
                        // wire-compatible with XGBoostOutputConverterProto: version, class name, Any
                        .addField(message("converter", 2, ".tribuo.core.OutputFactoryProto"))
                        .addField(FieldDescriptorProto.newBuilder()
                                .setName("models")
                                .setNumber(3)
                                .setType(FieldDescriptorProto.Type.TYPE_BYTES)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {core});
        } catch (DescriptorValidationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static FieldDescriptorProto message(String name, int number, String type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }
}
