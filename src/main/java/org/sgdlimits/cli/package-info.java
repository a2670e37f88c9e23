/** The command line: one file a command, and what they share. {@link org.sgdlimits.cli.Main} is the way in. */
package org.sgdlimits.cli;
