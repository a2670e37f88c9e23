package org.sgdlimits.experiment;

/**
 * Something in what the user gave that the user can mend: a model file, an option, a folder.
 *
 * <p>The message is one sentence or two, complete without a stack trace: where, the key, what was expected, what came instead
 * and what to do.
 */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public UserError(String message) {
        super(message);
    }

    /** An error with its message and what lies behind it, for {@code --debug}. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
