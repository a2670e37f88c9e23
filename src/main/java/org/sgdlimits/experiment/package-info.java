/**
 * Experiments: model files and Java models read and checked, run folders written whole or not at all, and runs repeated.
 *
 * <p>{@link org.sgdlimits.experiment.Experiment#read} is the way in; every complaint about what the user gave is a
 * {@link org.sgdlimits.experiment.UserError}.
 */
package org.sgdlimits.experiment;
