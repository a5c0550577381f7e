"""A device with ONVIF Recording Search that shares no code with Objektiv.

Requests are validated by libxml2 against the schemas of ONVIF's own WSDL files (in the package onvif-zeep); answers are
written by zeep from the same files, and validated too. Signs people in by digest (RFC 7616, MD5).

    onvif_device.py     prints the port, then serves on 127.0.0.1 until it is killed
"""

import datetime
import hashlib
import http.server
import os
import re
import sysconfig

from lxml import etree
from zeep import Client

USER, PASSWORD = "objektiv", "mycket hemligt"
REALM, NONCE = "recorder", "0a4f113b8c"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
XSD = "http://www.w3.org/2001/XMLSchema"
FILES = os.path.join(sysconfig.get_paths()["purelib"], "wsdl")
NOW = datetime.datetime(2026, 11, 22, 7, 30, tzinfo=datetime.timezone.utc)


class Service:
    """One WSDL file: its schema, and zeep's reading of it."""

    def __init__(self, name):
        path = os.path.join(FILES, name)
        self.client = Client(path)
        self.binding = next(iter(self.client.wsdl.bindings.values()))
        schemas = etree.parse(path).iter("{%s}schema" % XSD)
        own = etree.fromstring(etree.tostring(next(schemas)), base_url=path)
        self.schema = etree.XMLSchema(etree.ElementTree(own))

    def answer(self, name, **values):
        """The answer to an operation, as zeep writes it; never one that the schema refuses."""
        message = self.binding.get(name).output.serialize(**values)
        body = message.content.find("{*}Body")
        self.schema.assertValid(etree.ElementTree(body[0]))
        return etree.tostring(message.content)


DEVICE, SEARCH = Service("devicemgmt.wsdl"), Service("search.wsdl")
DEVICE_NS = "http://www.onvif.org/ver10/device/wsdl"
SEARCH_NS = "http://www.onvif.org/ver10/search/wsdl"


def clock():
    time = {"Hour": NOW.hour, "Minute": NOW.minute, "Second": NOW.second}
    date = {"Year": NOW.year, "Month": NOW.month, "Day": NOW.day}
    return {
        "DateTimeType": "NTP",
        "DaylightSavings": False,
        "UTCDateTime": {"Time": time, "Date": date},
    }


def recording(token, name, days):
    earliest = NOW - datetime.timedelta(days=days)
    track = {
        "TrackToken": "v1",
        "TrackType": "Video",
        "Description": "",
        "DataFrom": earliest,
        "DataTo": NOW,
    }
    return {
        "RecordingToken": token,
        "Source": {
            "SourceId": "urn:uuid:" + token,
            "Name": name,
            "Location": "Entrén",
            "Description": "",
            "Address": "http://192.168.0.91",
        },
        "EarliestRecording": earliest,
        "LatestRecording": NOW,
        "Content": "Continuous",
        "Track": [track],
        "RecordingStatus": "Recording",
    }


RECORDINGS = [recording("r1", "0042 Entré", 2), recording("r2", "0043", 20)]


def respond(operation, request):
    """What the device says to an operation."""
    if operation == "GetSystemDateAndTime":
        return DEVICE.answer(operation, SystemDateAndTime=clock())
    if operation == "GetServices":
        version = {"Major": 21, "Minor": 12}
        address = "http://192.168.0.90/onvif/"
        services = [
            {"Namespace": DEVICE_NS, "XAddr": address + "device_service", "Version": version},
            {"Namespace": SEARCH_NS, "XAddr": address + "search_service", "Version": version},
        ]
        return DEVICE.answer(operation, Service=services)
    if operation == "GetRecordingSummary":
        oldest = min(one["EarliestRecording"] for one in RECORDINGS)
        summary = {"DataFrom": oldest, "DataUntil": NOW, "NumberRecordings": len(RECORDINGS)}
        return SEARCH.answer(operation, Summary=summary)
    if operation == "FindRecordings":
        return SEARCH.answer(operation, SearchToken="s&1")
    if operation == "GetRecordingSearchResults":
        assert request.findtext("{*}SearchToken") == "s&1"
        results = {"SearchState": "Completed", "RecordingInformation": RECORDINGS}
        return SEARCH.answer(operation, ResultList=results)
    if operation == "EndSearch":
        return SEARCH.answer(operation, Endpoint=NOW)
    raise ValueError(operation)


def digest(*parts):
    return hashlib.md5(":".join(parts).encode()).hexdigest()


def is_signed(header, path):
    fields = dict(re.findall(r'(\w+)="?([^",]*)"?', header or ""))
    secret = digest(USER, REALM, PASSWORD)
    count, once = fields.get("nc", ""), fields.get("cnonce", "")
    right = digest(secret, NONCE, count, once, "auth", digest("POST", path))
    return fields.get("response") == right


class Handler(http.server.BaseHTTPRequestHandler):
    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_signed(self.headers.get("Authorization"), self.path):
            challenge = f'Digest realm="{REALM}", nonce="{NONCE}", algorithm=MD5, qop="auth"'
            return self.say(401, WWW_Authenticate=challenge)
        try:
            request = etree.fromstring(body).find("{%s}Body" % SOAP)[0]
            name = etree.QName(request)
            service = {DEVICE_NS: DEVICE, SEARCH_NS: SEARCH}[name.namespace]
            service.schema.assertValid(etree.ElementTree(request))
            action = f'action="{name.namespace}/{name.localname}"'
            assert action in self.headers["Content-Type"], self.headers["Content-Type"]
            answer = respond(name.localname, request)
        except Exception as error:  # what is wrong is told, and no answer given
            return self.say(500, repr(error).encode())
        return self.say(200, answer, Content_Type="application/soap+xml; charset=utf-8")

    def date_time_string(self, timestamp=None):
        return "Sun, 22 Nov 2026 07:30:00 GMT"

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
