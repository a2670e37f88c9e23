package org.sgdlimits.law;

/** An adaptive learning rate is not a positive finite number at a state; methods end the run there. */
public final class UndefinedRateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndefinedRateException(double tau, double rate, String description) {
        super(
                "the learning rate " + description + " was " + rate + " at tau = " + tau
                        + ", not a positive number: the"
                        + " gradient vanishes or points away from the optimum there; start elsewhere, or give a schedule",
                null,
                false,
                false);
    }
}
