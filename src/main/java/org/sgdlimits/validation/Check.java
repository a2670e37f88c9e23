package org.sgdlimits.validation;

/** One kind of check: how a claim is examined. */
interface Check {

    /** Examines one case of a claim. */
    Finding examine(ClaimCase claimCase);
}
