// Streamlit's built-in English, in Chinese. Runs once a page; touches only exact matches, so that
// no word of ours or of the bureau's data is ever changed.
(function () {
  if (window.oversightWords) return;
  window.oversightWords = true;
  document.documentElement.lang = "zh-CN";
  const words = {
    "Rerun": "重新计算", "Settings": "设置", "Print": "打印", "Record screen": "录屏",
    "Clear cache": "清除缓存", "Deploy": "发布", "Stop": "停止", "Running...": "正在计算…",
    "View fullscreen": "全屏查看", "Fullscreen": "全屏", "Close fullscreen": "退出全屏",
    "Exit fullscreen": "退出全屏", "Close": "关闭", "Download as CSV": "下载 CSV",
    "Search": "查找", "Show/hide columns": "显示或隐藏列", "Type to search": "输入查找",
    "Sort ascending": "升序", "Sort descending": "降序", "Pin column": "固定列",
    "Unpin column": "取消固定", "Hide column": "隐藏列", "Autosize": "自动列宽",
    "Format": "格式", "Statistics": "统计", "Copy to clipboard": "复制",
    "No results": "没有匹配的选项", "Select all": "全选", "Clear all": "全部清除",
    "Choose an option": "请选择", "Choose options": "请选择",
    "Press Enter to apply": "按回车生效", "Press Enter to submit form": "按回车提交",
    "empty": "没有数据", "Connection error": "连接中断", "Connecting": "正在连接",
    "CONNECTING": "正在连接", "Page not found": "没有这个页面", "Skip to main content": "跳到正文",
    "Upload": "选择文件", "Browse files": "选择文件", "Drag and drop files here": "把文件拖到这里",
    "Drag and drop file here": "把文件拖到这里", "View more": "展开", "View less": "收起",
    "Save as SVG": "存为 SVG", "Save as PNG": "存为 PNG", "View Source": "查看图表定义",
    "View Compiled Vega": "查看图表编译结果", "Open in Vega Editor": "在编辑器中打开",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "没有您要的页面，已打开首页。",
    "Failed to generate file for download": "没有导出，请刷新页面再试",
    "Download failed": "没有下载成功，请再试",
    "Show data": "查看数据", "Show chart": "查看图形", "Click to view actions": "图表操作",
    "Collapse sidebar": "收起侧栏", "Expand sidebar": "展开侧栏", "Open sidebar": "展开侧栏",
    "Help": "说明", "Main menu": "菜单", "Link to heading": "本节链接", "Clear value": "清除",
    "Choose date,": "选择日期，", "Interactive chart": "图表", "Data table": "数据表"
  };
  const attributes = ["title", "aria-label", "placeholder", "data-tooltip"];
  const sizes = /^(\d+)MB per file$/;
  function text(node) {
    const said = node.nodeValue.trim();
    const found = words[said] || (sizes.test(said) && said.replace(sizes, "每个文件不超过 $1 MB"));
    if (found) node.nodeValue = node.nodeValue.replace(said, found);
  }
  function element(el) {
    for (const name of attributes) {
      const value = el.getAttribute && el.getAttribute(name);
      if (value && words[value.trim()]) el.setAttribute(name, words[value.trim()]);
    }
  }
  function walk(root) {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const tag = root.tagName;
    if (tag === "SCRIPT" || tag === "STYLE" || tag === "CANVAS") return;
    element(root);
    for (const child of root.childNodes) walk(child);
  }
  // A definition closes when something else is clicked. A link of ours opens its page without
  // loading the program anew.
  document.addEventListener("click", function (event) {
    for (const open of document.querySelectorAll(".figure details[open]"))
      if (!open.contains(event.target)) open.open = false;
    const link = event.target.closest && event.target.closest("a.go");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, true);
  walk(document.body);
  new MutationObserver(function (changes) {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") element(change.target);
      else change.addedNodes.forEach(walk);
    }
  }).observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: attributes
  });
})();
