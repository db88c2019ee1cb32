// GraphiQL with the example queries in tabs. The sign-in token comes after "#token=" or is typed under Headers;
// it stays in this tab's memory: nothing is stored, nothing leaves for another host.
(() => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") || "PASTE-A-TOKEN-HERE";
  history.replaceState(null, "", location.pathname);
  const headers = JSON.stringify({ Authorization: `Bearer ${token}`, "Accept-Language": "vi" }, null, 2);
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
    get length() { return kept.size; },
  };
  const tabs = JSON.parse(document.getElementById("tabs").textContent).map((tab) => ({ ...tab, headers }));
  const ide = React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultTabs: tabs.length ? tabs : undefined,
    defaultHeaders: headers,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
    storage,
  });
  ReactDOM.createRoot(document.getElementById("ide")).render(ide);
})();
