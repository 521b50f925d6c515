// in place of the webapp's own, which is empty
export default {
  customScripts: ["scripts/incident"]
};
