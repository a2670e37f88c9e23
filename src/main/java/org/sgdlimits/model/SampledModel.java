package org.sgdlimits.model;

/** A model that can run the stochastic gradient descent which its limit claims to describe. */
public interface SampledModel extends Model {}
