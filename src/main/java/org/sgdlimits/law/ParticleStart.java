package org.sgdlimits.law;

/**
 * Where the particles of the mean-field limit start: what it needs of the Gram matrix Ω, without the p² products of students.
 *
 * @param overlaps M, p × k
 * @param squaredNorms diag Q
 * @param teacherGram P, k × k
 */
public record ParticleStart(double[][] overlaps, double[] squaredNorms, double[][] teacherGram) {}
