"""python -m crawler …"""

import sys

if __name__ == "__main__":
    try:
        from crawler.cli.main import main  # what it imports takes a while: time for a Ctrl-C

        main()
    except KeyboardInterrupt:
        sys.exit(130)
