package io.stampede.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong into one problem with expected and found. */
final class ProblemMappers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response map(StampedeException failure) {
        int status = statusOf(failure.code());
        if (status >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            LOG.atError().setCause(failure).log("request failed");
        }
        return problem(status, failure.code(), failure.getMessage());
    }

    @ServerExceptionMapper
    Response map(Refusal refusal) {
        return problem(
                refusal.status().getStatusCode(), ErrorCode.INVALID_ARGUMENT, refusal.getMessage());
    }

    @ServerExceptionMapper
    Response map(MismatchedInputException mistake) {
        return badJson(mistake);
    }

    @ServerExceptionMapper
    Response map(JsonProcessingException mistake) {
        return badJson(mistake);
    }

    @ServerExceptionMapper
    Response map(WebApplicationException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException mistake) {
                return badJson(mistake);
            }
            if (cause instanceof StampedeException known) {
                return map(known);
            }
        }
        int status = failure.getResponse().getStatus();
        return problem(
                status,
                status < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()
                        ? ErrorCode.INVALID_ARGUMENT
                        : ErrorCode.INTERNAL,
                "expected a path, method, parameters and media types as in /q/openapi, found: "
                        + failure.getMessage());
    }

    @ServerExceptionMapper
    Response map(RuntimeException defect) {
        LOG.atError().setCause(defect).log("request failed");
        return problem(
                Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                ErrorCode.INTERNAL,
                "expected no defect, found " + defect.getClass().getSimpleName() + ", see the log");
    }

    private static Response badJson(JsonProcessingException mistake) {
        return problem(
                Response.Status.BAD_REQUEST.getStatusCode(),
                ErrorCode.INVALID_ARGUMENT,
                describe(mistake));
    }

    private static String describe(JsonProcessingException mistake) {
        if (mistake instanceof UnrecognizedPropertyException unknown) {
            return "expected one of the keys %s, found '%s'"
                    .formatted(
                            unknown.getKnownPropertyIds().stream()
                                    .map(Objects::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                            unknown.getPropertyName());
        }
        if (mistake instanceof InvalidFormatException format) {
            return "expected %s as %s, found '%s'"
                    .formatted(path(format), typeOf(format), format.getValue());
        }
        if (mistake instanceof MismatchedInputException mismatch) {
            return mismatch.getPath().isEmpty()
                    ? "expected a JSON object, found something else or nothing"
                    : "expected %s as %s, found another kind of JSON value"
                            .formatted(path(mismatch), typeOf(mismatch));
        }
        // Jackson's hint at where the object began shows its internals rather than the place.
        return "expected a JSON object, found "
                + mistake.getOriginalMessage().replaceAll(" \\(start marker.*", "");
    }

    private static String typeOf(MismatchedInputException mistake) {
        Class<?> type = mistake.getTargetType();
        if (type == null) {
            return "documented";
        }
        return Number.class.isAssignableFrom(type) ? "a number" : "a " + lower(type);
    }

    private static String lower(Class<?> type) {
        return type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String path(JsonMappingException mistake) {
        return mistake.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    private static int statusOf(ErrorCode code) {
        switch (code) {
            case INVALID_ARGUMENT:
                return 400;
            case DATA_UNREADABLE:
            case DATA_UNSUITABLE:
            case MODEL_UNREADABLE:
            case MODEL_CORRUPT:
            case MODEL_NOT_FINITE:
            case MODEL_FORMAT_UNKNOWN:
            case CHUNK_CORRUPT:
            case MANIFEST_INVALID:
            case BUDGET_INFEASIBLE:
                return 422;
            case CANCELLED:
            case MANIFEST_STALE:
                return 409;
            case TRANSPORT_FAILED:
                return 503;
            default:
                return 500;
        }
    }

    private static Response problem(int status, ErrorCode code, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        Problem problem =
                new Problem(
                        "urn:stampede:error:" + code.number(),
                        known == null ? code.name() : known.getReasonPhrase(),
                        status,
                        detail,
                        code.name());
        return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem).build();
    }
}
