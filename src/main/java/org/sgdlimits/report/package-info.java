/**
 * Figures and pages. A {@link org.sgdlimits.report.Figure} is data; {@link org.sgdlimits.report.SvgRenderer} makes it an
 * SVG file for a paper and {@link org.sgdlimits.report.Page} an interactive chart in a self-contained HTML file, both by
 * the script {@code figure.js} and ECharts.
 */
package org.sgdlimits.report;
