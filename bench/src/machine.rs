//! The machine a figure was measured on, and what its processes cost.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Failure;

/// One line that names the machine, with the rate at which its disk makes small writes durable.
pub fn describe(folder: &Path) -> Result<String, Failure> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown processor");
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory: u64 = memory.lines().next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or("0").parse()?;
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    Ok(format!(
        "{model}, {cores} cores, {} GiB memory, {:.0} durable 4 KiB writes a second, load {load} at the start",
        memory.div_ceil(1 << 20),
        fsync_rate(folder)?
    ))
}

/// Durable writes of 4 KiB a second in `folder`, over half a second.
fn fsync_rate(folder: &Path) -> Result<f64, Failure> {
    let mut file = tempfile::tempfile_in(folder)?;
    let began = Instant::now();
    let mut writes = 0_u32;
    while began.elapsed() < Duration::from_millis(500) {
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        writes += 1;
    }
    Ok(f64::from(writes) / began.elapsed().as_secs_f64())
}

/// The bytes free where `folder` is.
pub fn free_bytes(folder: &Path) -> Result<u64, Failure> {
    let answer = std::process::Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output()?;
    let text = String::from_utf8(answer.stdout)?;
    Ok(text.split_whitespace().last().ok_or("df says nothing")?.parse()?)
}

/// The processor time of each thread of a process so far, in nanoseconds, with the thread's name.
#[must_use]
pub fn threads(pid: u32) -> HashMap<String, (String, u64)> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return HashMap::new() };
    let mut found = HashMap::new();
    for task in tasks.flatten() {
        let name = fs::read_to_string(task.path().join("comm")).unwrap_or_default();
        let times = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        if let Some(spent) = times.split(' ').next().and_then(|spent| spent.parse().ok()) {
            found.insert(task.file_name().to_string_lossy().into_owned(), (name.trim().to_owned(), spent));
        }
    }
    found
}

/// What was spent between two readings: in all, and by threads whose name begins with `part`. Nanoseconds.
#[must_use]
pub fn spent(
    before: &HashMap<String, (String, u64)>,
    after: &HashMap<String, (String, u64)>,
    part: &str,
) -> (u64, u64) {
    let (mut all, mut of_part) = (0, 0);
    for (thread, (name, time)) in after {
        let spent = time.saturating_sub(before.get(thread).map_or(0, |(_, time)| *time));
        all += spent;
        if name.starts_with(part) {
            of_part += spent;
        }
    }
    (all, of_part)
}

/// The processes a process has started and that still run.
#[must_use]
pub fn children(pid: u32) -> Vec<u32> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>()).collect()
}

/// The memory that is a process' own share (PSS), in bytes.
pub fn memory(pid: u32) -> Result<u64, Failure> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("no PSS")?;
    let kib: u64 = line.split_whitespace().next().ok_or("no PSS")?.parse()?;
    Ok(kib * 1_024)
}

/// How many files a process has open.
#[must_use]
pub fn open_files(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, Iterator::count)
}

#[cfg(test)]
mod tests {
    use super::{memory, spent, threads};

    #[test]
    fn work_shows_in_the_thread_that_did_it() {
        let own = std::process::id();
        let before = threads(own);
        let worker = std::thread::Builder::new().name("toiler".to_owned());
        let (done, told) = std::sync::mpsc::channel::<()>();
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let handle = worker
            .spawn(move || {
                let sum = (0..20_000_000_u64).fold(0, crate::arithmetic::mix);
                std::hint::black_box(sum);
                done.send(()).unwrap();
                let _ = finished.recv();
            })
            .unwrap();
        told.recv().unwrap();
        let (all, toiled) = spent(&before, &threads(own), "toiler");
        drop(finish);
        handle.join().unwrap();
        assert!(toiled > 1_000_000 && all >= toiled, "{all} {toiled}");
        assert!(memory(own).unwrap() > 1 << 20);
    }
}
