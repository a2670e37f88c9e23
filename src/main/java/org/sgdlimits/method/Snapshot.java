package org.sgdlimits.method;

import org.sgdlimits.law.Particles;

/**
 * The particles of the first replica at one of the save times.
 *
 * @param time the place among the save times
 * @param particles of the state then
 */
public record Snapshot(int time, Particles particles) {}
