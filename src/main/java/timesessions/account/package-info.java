@NullMarked
package timesessions.account;

import org.jspecify.annotations.NullMarked;
