/* The words of the interface in the reader's language, for the page's components, the map and the map in a file.

   The page says which language by `speak({lang, messages})`, messages as `mapkit.languages.for_scripts` gives them; until
   then, and for what is not translated, English is spoken. A message is written out in the code, as a string in double
   quotes, or no catalogue will have it. */
var speech = (() => {
  let [lang, locale, messages, plurals, regions] = ["en", "en-GB", {}, null, null];

  const fill = (text, values) => (values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole)) : text);
  const known = (text) => (Object.hasOwn(messages, text) ? messages[text] : undefined);

  const speak = (spoken) => {
    if (!spoken || (spoken.lang === lang && spoken.messages === messages)) return;
    [lang, messages] = [spoken.lang, spoken.messages];
    locale = lang === "en" ? "en-GB" : lang; // the day before the month
    plurals = new Intl.PluralRules(locale);
    regions = null;
  };

  /* A message with its placeholders filled: t("Sub-types of {type}", { type }). */
  const t = (text, values) => {
    const said = known(text);
    return fill(typeof said === "string" ? said : text, values);
  };

  /* The message that goes with a number, which is {n} in it. */
  const tn = (one, many, n, values) => {
    const forms = known(one);
    const said = forms && typeof forms === "object" ? forms[plurals.select(n)] ?? forms.other : n === 1 ? one : many;
    return fill(said, { n: numeral(n), ...values });
  };

  const numeral = (value, options) => value.toLocaleString(locale, options);
  const dates = (options) => new Intl.DateTimeFormat(locale, options);

  /* A country's name by its code. */
  const country = (code) => {
    try {
      regions ??= new Intl.DisplayNames([locale], { type: "region" });
      return (code && regions.of(code)) || code;
    } catch {
      return code; // no code of a country, or a browser without names
    }
  };

  return { speak, t, tn, numeral, dates, country, get lang() { return lang; } };
})();
