package org.sgdlimits.validation;

import java.util.List;

/** One kind of check: how a claim is examined. Stateless. */
interface Check {

    /** The keys that {@code check} may have besides {@code kind}. */
    List<String> keys();

    /** The keys that {@code tolerance} may have besides {@code derivation}. */
    List<String> toleranceKeys();

    /**
     * Examines one case of a claim.
     *
     * @throws IllegalArgumentException if the case's model cannot be checked in this way
     * @throws IllegalStateException if a run does not reach its horizon
     */
    Finding examine(ClaimCase claimCase);
}
