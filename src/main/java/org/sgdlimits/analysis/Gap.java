package org.sgdlimits.analysis;

/**
 * The largest gaps over time between the means of a method and of the reference in one observable.
 *
 * @param observable its name
 * @param gap method minus reference, where it is largest in size
 * @param tau when that is
 * @param standardErrors the largest |gap| at any time in standard errors of the difference: is it real? Infinite for a gap
 *     without error
 * @param deviations the largest |gap| at any time in standard deviations of one run of the reference: does it matter?
 * @param grade of this observable
 */
public record Gap(String observable, double gap, double tau, double standardErrors, double deviations, Grade grade) {}
