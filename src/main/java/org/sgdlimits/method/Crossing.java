package org.sgdlimits.method;

/**
 * An observable of the ODE passes a level.
 *
 * @param at when, in the three clocks, root-found to rounding
 * @param rising whether it passes upwards
 */
public record Crossing(Trajectory.Instant at, boolean rising) {}
