#!/bin/sh
# workerd, as long as whoever started it is there: one that was killed cannot end it.
parent=$PPID
(while kill -0 "$parent" && kill -0 $$; do sleep 1; done; kill -9 $$) < /dev/null > /dev/null 2>&1 3>&- &
exec "$STOCKFLOW_WORKERD" "$@"
