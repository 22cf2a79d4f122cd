// Reads the QR code of a badge with the camera of the device, where the page has a form for it.
//
// The camera opens when the button is pressed and closes as soon as a badge was read; no picture leaves the device. What was
// read is sent like any other form. Without this script the form stays hidden, and the device's own camera app opens the
// badge's link.

const say = (form, text) => { form.querySelector("[role=status]").textContent = text || ""; };

// The browser's own reader where it has one (Shape Detection API), else ours, which is fetched only now.
const reader = async (form) => {
  const own = window.BarcodeDetector;
  const formats = own ? await own.getSupportedFormats().catch(() => []) : [];
  const Reader = formats.includes("qr_code") ? own : (await import(form.dataset.reader)).BarcodeDetector;
  return new Reader({ formats: ["qr_code"] });
};

// Large enough for a card at arm's length, and small enough to be read several times a second.
const LONGEST = 720;

const picture = (video, canvas) => {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
};

const BADGE = /\/badge\?b=[\w-]{27}$/;

const pause = () => new Promise((go) => { setTimeout(go, 100); });

const read = async (form, video, detector) => {
  const canvas = document.createElement("canvas");
  while (video.srcObject) {
    if (video.videoWidth > 0) {
      const codes = await detector.detect(picture(video, canvas));
      const badge = codes.find((code) => BADGE.test(code.rawValue));
      if (badge) return badge.rawValue;
      if (codes.length > 0) say(form, form.dataset.foreign);
    }
    await pause();
  }
  return "";
};

const close = (video) => {
  if (video.srcObject) for (const track of video.srcObject.getTracks()) track.stop();
  video.srcObject = null;
  video.hidden = true;
};

const press = async (form) => {
  const button = form.querySelector("button");
  const video = form.querySelector("video");
  say(form, "");
  button.disabled = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    video.hidden = false;
    await video.play();
    say(form, form.dataset.looking);
    form.elements.badge.value = await read(form, video, await reader(form));
    if (form.elements.badge.value) form.submit();
  } catch (problem) {
    say(form, problem.name === "NotAllowedError" ? form.dataset.denied : form.dataset.failed);
  } finally {
    close(video);
    button.disabled = false;
  }
};

const form = document.querySelector("form[data-badge]");
if (form && navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  form.hidden = false;
  form.querySelector("button").addEventListener("click", () => press(form));
  // A page that is left behind does not keep the camera.
  addEventListener("pagehide", () => close(form.querySelector("video")));
}
