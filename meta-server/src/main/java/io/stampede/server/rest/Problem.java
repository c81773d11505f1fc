package io.stampede.server.rest;

/**
 * Why a request was not served, as {@code application/problem+json} (RFC 7807).
 *
 * @param type a reference to the description of the code
 * @param title what kind of problem it is
 * @param status of the response
 * @param detail what was expected and what was found
 * @param code name of the {@code ErrorCode}, for programs
 */
public record Problem(String type, String title, int status, String detail, String code) {
    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
