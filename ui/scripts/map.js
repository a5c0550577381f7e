// Maps around the shapes that the server makes. What a map shows is also in a list or a field beside it: without scripts
// that is all there is.
const SWEDEN = [[55.2, 10.9], [69.1, 24.2]];
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const RANK = ["nej", "delvis", "okand", "ok"];

// What is the same for every map of a page stands on the script itself.
const shared = document.currentScript.dataset;
const words = (box, name) => box.dataset[name] ?? shared[name] ?? "";
const symbol = (box, name) => `<svg class="o-map__symbol" aria-hidden="true" viewBox="0 0 24 24"><use href="${words(box, "sprite")}#st-${name}"></use></svg>`;

function ground(box) {
  const address = words(box, "basemap");
  if (address !== "") {
    return L.tileLayer(address, { maxNativeZoom: Number(words(box, "basemapZoom")), maxZoom: 21, attribution: words(box, "basemapSource") });
  }
  // Nothing is known of the ground: a grid, so that one sees how far things are apart.
  const grid = L.gridLayer({ maxZoom: 21 });
  grid.createTile = () => Object.assign(document.createElement("div"), { className: "o-map__grid" });
  return grid;
}

// The kommun's own boundary lies on the ground, beneath everything else. A map without it is still a map.
async function boundary(map) {
  const address = shared.boundary ?? "";
  if (address === "") return undefined;
  const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) return undefined;
  map.createPane("boundary").style.zIndex = 300;
  return L.geoJSON(await answer.json(), { pane: "boundary", interactive: false, style: { className: "o-map__boundary" } }).addTo(map);
}

function draw(box) {
  const map = L.map(box, { zoomControl: false, maxZoom: 21, zoomAnimation: !CALM, fadeAnimation: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: words(box, "closer"), zoomOutTitle: words(box, "farther") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  ground(box).addTo(map);
  map.fitBounds(SWEDEN);
  return map;
}

function told({ name, reference, words: standing, href }) {
  const about = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href, className: "govuk-link", textContent: name === "" ? reference : name });
  about.append(link, ` ${name === "" ? "" : reference}`);
  if (standing !== "") about.append(document.createElement("br"), standing);
  return about;
}

function marker(box, feature, at) {
  const { what, name, reference, symbol: shape, words: standing } = feature.properties;
  const title = [name, reference, standing].filter((part) => part !== "").join(", ");
  const html = shape === "" ? `<span class="o-map__dot o-map__dot--${what}"></span>` : symbol(box, shape);
  const icon = L.divIcon({ html, className: "o-map__icon", iconSize: [28, 28] });
  return Object.assign(L.marker(at, { icon, title, alt: title, riseOnHover: true }), { shape });
}

// A group stands where its first mark does, and not in the middle of its marks, where groups come to lie on each other:
// whatever is not of a group is farther from its first mark than the group is wide.
const middle = L.MarkerCluster.prototype._recalculateBounds;
L.MarkerCluster.prototype._recalculateBounds = function () {
  middle.call(this);
  if (this._cLatLng) this._latlng = this._cLatLng;
};

// As many as stand close together are one mark: how many, and the worst of them.
function cluster(box) {
  return L.markerClusterGroup({
    // A mark that fades in cannot be read or hit yet.
    animate: false,
    chunkedLoading: true,
    showCoverageOnHover: false,
    // More than from corner to corner of the mark of a group, which is 56 by 32.
    maxClusterRadius: 66,
    iconCreateFunction: (group) => {
      const shapes = group.getAllChildMarkers().map((child) => child.shape);
      const worst = RANK.find((shape) => shapes.includes(shape)) ?? "okand";
      return L.divIcon({ html: `${symbol(box, worst)}<span class="o-map__count">${group.getChildCount()}</span>`, className: "o-map__icon o-map__icon--many", iconSize: [56, 32] });
    },
  });
}

async function shapes(box, map) {
  const around = boundary(map).catch(() => undefined);
  const answer = await fetch(words(box, "points"), { headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const collection = await answer.json();
  const layer = L.geoJSON(collection, {
    pointToLayer: (feature, at) => marker(box, feature, at),
    style: { className: "o-map__view" },
    onEachFeature: (feature, shape) => shape.bindPopup(() => told(feature.properties)),
  });
  const many = collection.features.filter(({ properties }) => properties.what === "bevakning").length > 1;
  const drawn = layer.getBounds();
  const bounds = drawn.isValid() ? drawn : (await around)?.getBounds() ?? drawn;
  if (bounds.isValid()) map.fitBounds(bounds, { maxZoom: 17, padding: [32, 32], animate: false });
  (many ? cluster(box).addLayer(layer) : layer).addTo(map);
}

function failed(box, id) {
  box.append(Object.assign(document.createElement("p"), { className: "o-map__failed", role: "alert", textContent: words(box, id) }));
}

for (const box of document.querySelectorAll(".o-map[data-points]")) {
  if (box.closest("[data-pick]")) continue;
  box.hidden = false;
  shapes(box, draw(box)).catch(() => failed(box, "failed"));
}

// A field for a position: filled in by where one stands, or by a point on a map that opens on request.
function picks() {
  for (const pick of document.querySelectorAll("[data-pick]")) {
    const field = document.getElementById(pick.dataset.pick);
    const [here, open] = pick.querySelectorAll("button");
    const [state, box] = [pick.querySelector("[role=status]"), pick.querySelector(".o-map")];
    let map, mark;
    const put = ({ lat, lng }) => {
      field.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
      state.textContent = `${words(pick, "chosen")} ${field.value}`;
      if (map === undefined) return;
      mark ??= L.circleMarker([lat, lng], { radius: 9, className: "o-map__chosen" }).addTo(map);
      mark.setLatLng([lat, lng]);
    };
    pick.hidden = false;
    here.hidden = !("geolocation" in navigator);
    here.addEventListener("click", () => {
      state.textContent = words(pick, "looking");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          put({ lat: coords.latitude, lng: coords.longitude });
          state.textContent += ` (± ${Math.round(coords.accuracy)} m)`;
        },
        () => { state.textContent = words(pick, "nowhere"); },
        { enableHighAccuracy: true, timeout: 20_000 },
      );
    });
    open.addEventListener("click", () => {
      box.hidden = !box.hidden;
      open.setAttribute("aria-expanded", String(!box.hidden));
      if (map !== undefined || box.hidden) return;
      map = draw(box);
      map.on("click", ({ latlng }) => put(latlng));
      const typed = /^\s*(\d{2}\.\d+)\s*,\s*(\d{2}\.\d+)\s*$/.exec(field.value);
      const shown = shapes(box, map).catch(() => failed(box, "failed"));
      if (typed) shown.then(() => {
        put({ lat: Number(typed[1]), lng: Number(typed[2]) });
        map.setView([Number(typed[1]), Number(typed[2])], 17);
      });
    });
  }
}
picks();
// A form that was sent without leaving the page is drawn anew.
document.addEventListener("o-content", picks);
