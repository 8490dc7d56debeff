package dev.mlops.storage.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells why S3 refused or couldn't be reached, and what to look at. */
final class Reason {
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;

    private Reason() {}

    static String of(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return text(answer) + advice(answer.statusCode());
        }
        return String.valueOf(e.getMessage());
    }

    private static String text(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String status = "status " + answer.statusCode();
        if (details == null || details.errorCode() == null) {
            return status;
        }
        return details.errorCode() + ": " + details.errorMessage() + " (" + status + ")";
    }

    private static String advice(int status) {
        return switch (status) {
            case FORBIDDEN -> ", expected credentials that may read, write, list and delete here";
            case MOVED -> ", expected the region of the bucket";
            default -> "";
        };
    }
}
