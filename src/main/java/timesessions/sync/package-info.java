/** Keeps the sessions of a company equal to those of an upstream that speaks the API. */
@NullMarked
package timesessions.sync;

import org.jspecify.annotations.NullMarked;
